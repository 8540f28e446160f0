using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using GbGateway.Labels;

namespace GbGateway.Interop.Tests.Readers;

/// <summary>A picture as a client got it through the gateway, with the implicit label the response's header held.</summary>
/// <param name="Way">How it travelled.</param>
/// <param name="Picture">The file.</param>
/// <param name="Metadata">The header's label.</param>
public sealed record WirePicture(string Way, byte[] Picture, AigcMetadata Metadata)
{
    /// <summary>As the body itself.</summary>
    public static async Task<WirePicture> RawAsync(HttpClient client, string name)
    {
        using var response = await client.GetAsync("/raw/bin/images/" + name);
        return new WirePicture("raw", await ReadAsync(response, name), Header(response));
    }

    /// <summary>In base64, as the answer of an images API.</summary>
    public static async Task<WirePicture> Base64Async(HttpClient client, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/images/generations") { Content = JsonContent.Create(new { model = "m", prompt = "p" }) };
        request.Headers.Add("x-replay", "raw:openai:images/" + name);
        using var response = await client.SendAsync(request);
        using var answer = JsonDocument.Parse(await ReadAsync(response, name));
        return new WirePicture("base64", answer.RootElement.GetProperty("data")[0].GetProperty("b64_json").GetBytesFromBase64(), Header(response));
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, string name)
    {
        var body = await response.Content.ReadAsByteArrayAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{name}: {(int)response.StatusCode} {Encoding.UTF8.GetString(body[..Math.Min(body.Length, 300)])}");
        return body;
    }

    private static AigcMetadata Header(HttpResponseMessage response)
    {
        var value = Assert.Single(response.Headers.GetValues("AIGC-Metadata"));
        Assert.True(AigcMetadata.TryParse(Encoding.ASCII.GetBytes(value), out var metadata), value);
        return metadata!;
    }
}
