# Takes every mail that the system sends and shows it on a page. For development.
FROM node:24-bookworm-slim
RUN npm install --global --no-audit --no-fund maildev@3.0.0
USER node
EXPOSE 1025 1080
CMD ["maildev", "--ip", "0.0.0.0", "--web-ip", "0.0.0.0"]
