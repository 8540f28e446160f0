using System.Text;

namespace GbGateway.Benchmarks.Keywords;

/// <summary>Texts without a source: common characters and letters in the proportions of the real corpora.</summary>
internal static class MadeUp
{
    internal static byte[] Text(string kind, int bytes)
    {
        var random = new Random(7);
        var text = new StringBuilder();
        int chinese = kind switch { "pure" => 95, "zh" => 60, "mix" => 30, _ => 0 };
        while (text.Length < bytes / 2)
        {
            if (random.Next(100) < chinese)
            {
                for (int i = random.Next(4, 14); i > 0; i--)
                {
                    // Squaring makes some characters common and most of them rare.
                    double r = random.NextDouble();
                    text.Append((char)(0x4E00 + (int)(r * r * 5000)));
                }

                text.Append(random.Next(3) == 0 ? '。' : '，');
            }
            else
            {
                for (int i = random.Next(1, 9); i > 0; i--)
                {
                    text.Append((char)('a' + (int)(Math.Sqrt(random.NextDouble()) * 26)));
                }

                text.Append(kind == "code" && random.Next(3) == 0 ? "();\n    " : " ");
            }

            if (random.Next(12) == 0)
            {
                text.Append('\n');
            }
        }

        byte[] all = Encoding.UTF8.GetBytes(text.ToString());
        return all.Length <= bytes ? all : all[..bytes];
    }
}
