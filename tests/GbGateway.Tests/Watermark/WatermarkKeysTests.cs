using System.Text;
using GbGateway.Labels.Watermark;

namespace GbGateway.Tests.Watermark;

public sealed class WatermarkKeysTests
{
    [Fact]
    public void A_key_file_gives_its_keys_in_order_whether_hex_or_base64()
    {
        var file = $"# new first\r\n7:{Convert.ToHexString(Keys.Secret(1))}\n\n 2 : {Convert.ToBase64String(Keys.Secret(2))} \n";

        var keys = WatermarkKeys.Parse(Encoding.UTF8.GetBytes(file), out var mistakes);

        Assert.Empty(mistakes);
        Assert.Equal([7, 2], keys!.All.Select(static key => key.Id));
        Assert.Equal(7, keys.Active.Id);
        Assert.Equal(Keys.Make(1).Schedule.Interleaver, keys.Active.Schedule.Interleaver);
        Assert.Equal(Keys.Make(2).Schedule.Interleaver, keys.All[1].Schedule.Interleaver);
    }

    [Fact]
    public void Every_mistake_is_told_with_its_line_and_without_the_secret()
    {
        var good = Convert.ToHexString(Keys.Secret(1));
        var file = $"16:{good}\nx:{good}\n1:deadbeef\n2:not*base64\n3:{new string('0', 64)}\n4:{good}\n4:{good}\n{good}\n";

        var keys = WatermarkKeys.Parse(Encoding.UTF8.GetBytes(file), out var mistakes);

        Assert.Null(keys);
        Assert.Equal(["line 1:", "line 2:", "line 3:", "line 4:", "line 5:", "line 7:", "line 8:"], mistakes.Select(static mistake => mistake[..7]));
        Assert.All(mistakes, mistake => Assert.DoesNotContain("deadbeef", mistake));
        Assert.All(mistakes, mistake => Assert.DoesNotContain(good[..8], mistake));
        Assert.All(mistakes, mistake => Assert.DoesNotContain("not*base64", mistake));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData(":")]
    [InlineData("1:\n")]
    [InlineData("99999999999:00")]
    [InlineData("\0\u00FF:\u00E9\u00E9")]
    public void A_file_without_a_good_key_is_told_so_and_never_throws(string file)
    {
        Assert.Null(WatermarkKeys.Parse(Encoding.Latin1.GetBytes(file), out var mistakes));
        Assert.NotEmpty(mistakes);
    }

    [Fact]
    public void A_key_prints_its_number_only()
    {
        Assert.Equal("watermark key 3", Keys.Make(1).ToString());
    }

    [Fact]
    public void Two_keys_of_one_number_are_refused()
    {
        Assert.Throws<ArgumentException>(static () => WatermarkKeys.Of(Keys.Make(1), Keys.Make(2)));
        Assert.Throws<ArgumentException>(static () => WatermarkKeys.Of());
    }

    [Fact]
    public void A_short_or_repetitive_secret_is_refused()
    {
        Assert.Throws<ArgumentException>(static () => new WatermarkKey(1, new byte[15]));
        Assert.Throws<ArgumentException>(static () => new WatermarkKey(1, "abcabcabcabcabcabc"u8));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new WatermarkKey(16, Keys.Secret(1)));
    }

    [Fact]
    public void Each_key_splits_all_lines_into_sync_and_data_and_another_key_does_it_otherwise()
    {
        var (one, other) = (Keys.Make(1).Schedule, Keys.Make(2).Schedule);

        Assert.Equal(Enumerable.Range(0, Lattice.Lines), one.SyncLines.Concat(one.DataLines).Select(static line => (int)line).Order());
        Assert.Equal(Enumerable.Range(0, PolarCode.Length), one.Interleaver.Select(static place => (int)place).Order());
        Assert.NotEqual(one.SyncLines, other.SyncLines);
        Assert.NotEqual(one.SyncCos, other.SyncCos);
    }
}
