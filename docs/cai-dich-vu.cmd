@echo off
rem Bấm đúp để cài trithuc thành dịch vụ Windows. Xem huong-dan\van-hanh.md.
chcp 65001 >nul
net session >nul 2>&1
if errorlevel 1 (
  powershell -NoProfile -Command "Start-Process -Verb RunAs -FilePath '%~f0'"
  exit /b
)
"%~dp0trithuc.exe" service install
pause
