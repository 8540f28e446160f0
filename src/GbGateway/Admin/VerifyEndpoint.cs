using System.Globalization;
using GbGateway.Content;
using GbGateway.Labels.Verification;
using GbGateway.Verification;

namespace GbGateway.Admin;

/// <summary><c>POST /verify</c>: the body is a file, the answer its report. Bounded in bytes and in files at a time.</summary>
/// <param name="verifier">Verifies.</param>
/// <param name="guard">Lets in.</param>
/// <param name="maxBytes">Longest file, in bytes.</param>
/// <param name="concurrency">Files at a time; further ones are told to come again.</param>
public sealed class VerifyEndpoint(FileVerifier verifier, AdminGuard guard, int maxBytes, int concurrency) : IDisposable
{
    private const int LongestName = 255;

    private readonly SemaphoreSlim _free = new(concurrency);

    /// <summary>Answers one request.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        if (guard.Refuse(context.Request) is { } refusal)
        {
            if (refusal.Status == StatusCodes.Status401Unauthorized)
            {
                context.Response.Headers.WWWAuthenticate = "Bearer";
            }
            await SayAsync(context, refusal.Status, refusal.Why);
            return;
        }
        if (context.Request.ContentLength > maxBytes)
        {
            await SayTooLongAsync(context);
            return;
        }
        if (!await _free.WaitAsync(0))
        {
            context.Response.Headers.RetryAfter = "1";
            await SayAsync(context, StatusCodes.Status503ServiceUnavailable, $"{concurrency} files are being verified\n");
            return;
        }
        try
        {
            using var file = new PooledBuffer();
            if (!await ReadAsync(context, file))
            {
                await SayTooLongAsync(context);
                return;
            }
            var name = context.Request.Query["name"].ToString();
            var report = await verifier.VerifyAsync(file.Memory, name[..Math.Min(name.Length, LongestName)], context.RequestAborted);
            await AnswerAsync(context, report);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    private static Task AnswerAsync(HttpContext context, LabelReport report)
    {
        var wantsText = context.Request.Headers.Accept.ToString().StartsWith("text/plain", StringComparison.OrdinalIgnoreCase);
        context.Response.ContentType = wantsText ? "text/plain; charset=utf-8" : "application/json; charset=utf-8";
        return context.Response.WriteAsync(wantsText ? LabelReportText.Render(report) : LabelReportJson.Render(report) + "\n", context.RequestAborted);
    }

    private async ValueTask<bool> ReadAsync(HttpContext context, PooledBuffer file)
    {
        while (true)
        {
            var room = file.GetMemory(file.Length == 0 && context.Request.ContentLength is { } length ? (int)length + 1 : 64 << 10);
            var read = await context.Request.Body.ReadAsync(room, context.RequestAborted);
            if (read == 0)
            {
                return true;
            }
            file.Advance(read);
            if (file.Length > maxBytes)
            {
                return false;
            }
        }
    }

    private Task SayTooLongAsync(HttpContext context) =>
        SayAsync(context, StatusCodes.Status413PayloadTooLarge, string.Create(CultureInfo.InvariantCulture, $"files of at most {maxBytes} bytes are verified here\n"));

    private static Task SayAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
