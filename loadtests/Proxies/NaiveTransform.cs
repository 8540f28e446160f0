using System.Text.Json.Nodes;

namespace GbGateway.Load.Proxies;

/// <summary>The transform a user would write by hand: read it all as a JSON tree, edit, serialise; streams line by line. Labels the chat API only.</summary>
public sealed class NaiveTransform(string upstream) : IDisposable
{
    private const string Label = "\n\n（内容由AI生成）";

    private readonly HttpClient _client = new(new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue }) { BaseAddress = new Uri(upstream) };

    /// <summary>Forwards one request and labels its answer.</summary>
    public async Task ForwardAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(context.Request.Method), context.Request.Path + context.Request.QueryString) { Content = new StreamContent(context.Request.Body) };
        foreach (var (name, value) in context.Request.Headers)
        {
            if (name is not ("Host" or "Connection" or "Transfer-Encoding") && !request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)value);
            }
        }
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            await StreamAsync(response, context);
        }
        else
        {
            var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(context.RequestAborted))!;
            foreach (var choice in body["choices"]?.AsArray() ?? [])
            {
                choice!["message"]!["content"] = (string?)choice["message"]!["content"] + Label;
            }
            await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static async Task StreamAsync(HttpResponseMessage response, HttpContext context)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(context.RequestAborted));
        while (await reader.ReadLineAsync(context.RequestAborted) is { } line)
        {
            if (line.StartsWith("data: {", StringComparison.Ordinal))
            {
                var body = JsonNode.Parse(line[6..])!;
                if (body["choices"]?.AsArray() is [var choice, ..] && (string?)choice!["finish_reason"] is not null)
                {
                    var label = body.DeepClone();
                    label["choices"]![0]!["finish_reason"] = null;
                    label["choices"]![0]!["delta"] = new JsonObject { ["content"] = Label };
                    await context.Response.WriteAsync($"data: {label.ToJsonString()}\n\n", context.RequestAborted);
                }
                line = "data: " + body.ToJsonString();
            }
            await context.Response.WriteAsync(line + "\n", context.RequestAborted);
            if (line.Length == 0)
            {
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
    }
}
