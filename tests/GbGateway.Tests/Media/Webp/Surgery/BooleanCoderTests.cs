using GbGateway.Labels.Media.Webp.Surgery;

namespace GbGateway.Tests.Media.Webp.Surgery;

public sealed class BooleanCoderTests
{
    [Fact]
    public void What_is_written_is_read_and_what_follows_a_changed_piece_is_copied()
    {
        var random = new Random(6386);
        for (var round = 0; round < 300; round++)
        {
            var booleans = Enumerable.Range(0, random.Next(600, 3000)).Select(_ => (Bit: random.Next(3) == 0, Chance: random.Next(1, 256))).ToArray();
            var part = Write(booleans);
            Assert.Equal(booleans.Select(static one => one.Bit), Read(part, booleans));

            // Some booleans in the middle become others; everything behind them stays.
            var from = random.Next(0, 200);
            var changed = booleans.ToArray();
            for (var i = from; i < from + random.Next(1, 60); i++)
            {
                changed[i].Bit = random.Next(2) == 0;
            }
            var (spliced, copiedFrom) = Splice(part, booleans, changed, from);

            Assert.Equal(changed.Select(static one => one.Bit), Read(spliced, changed));
            Assert.True(copiedFrom > 0, "no boolean behind the change was copied");
        }
    }

    private static (byte[] Part, int CopiedFrom) Splice(byte[] part, (bool Bit, int Chance)[] before, (bool Bit, int Chance)[] after, int from)
    {
        var reader = new BooleanReader(0, part.Length);
        var writer = new BooleanWriter();
        for (var i = 0; i < before.Length; i++)
        {
            if (i == from)
            {
                writer.Begin(part, ref reader);
            }
            if (i > from + 60 && writer.Range == reader.Range)
            {
                writer.Join(part, ref reader);
                return (writer.Written.ToArray(), i);
            }
            reader.Read(part, before[i].Chance);
            if (i >= from)
            {
                writer.Write(after[i].Bit, after[i].Chance);
            }
        }
        return ([], 0);
    }

    private static byte[] Write((bool Bit, int Chance)[] booleans)
    {
        var writer = new BooleanWriter();
        var nothing = new BooleanReader(0, 0);
        writer.Begin([], ref nothing);
        foreach (var (bit, chance) in booleans)
        {
            writer.Write(bit, chance);
        }
        writer.Finish();
        return writer.Written.ToArray();
    }

    private static List<bool> Read(byte[] part, (bool Bit, int Chance)[] booleans)
    {
        var reader = new BooleanReader(0, part.Length);
        var read = new List<bool>();
        foreach (var (_, chance) in booleans)
        {
            read.Add(reader.Read(part, chance) != 0);
        }
        return read;
    }
}
