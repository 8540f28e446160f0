using System.Text;

namespace GbGateway.Load.Upstream;

/// <summary>Answers in one piece.</summary>
public static class ChatAnswer
{
    private const string Sentence = "杭州位于浙江省北部，西湖十景闻名天下。 The lake is ringed by hills, temples and gardens, and the old town\\nlies to its east. ";

    /// <summary>A chat completion of <paramref name="length"/> bytes.</summary>
    public static byte[] OfLength(int length)
    {
        const string Head = """{"id":"chatcmpl-9xYzAbCdEfGhIjKl","object":"chat.completion","created":1754006400,"model":"load-test","choices":[{"index":0,"message":{"role":"assistant","content":" """;
        const string Tail = """ ","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":19,"completion_tokens":487,"total_tokens":506},"system_fingerprint":"fp_1"}""";
        var text = new StringBuilder();
        var room = length - Encoding.UTF8.GetByteCount(Head) - Encoding.UTF8.GetByteCount(Tail);
        var sentence = Encoding.UTF8.GetByteCount(Sentence);
        for (; room >= sentence; room -= sentence)
        {
            text.Append(Sentence);
        }
        return Encoding.UTF8.GetBytes(Head + text + new string('.', Math.Max(0, room)) + Tail);
    }

    /// <summary>An images answer with a PNG of <paramref name="side"/> by <paramref name="side"/> pixels in base64.</summary>
    public static byte[] WithPicture(int side) =>
        Encoding.UTF8.GetBytes("""{"created":1754006400,"data":[{"b64_json":""" + '"' + Convert.ToBase64String(Picture.Png(side)) + "\"}],\"usage\":{\"total_tokens\":100}}");
}
