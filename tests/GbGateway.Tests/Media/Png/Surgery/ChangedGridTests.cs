using GbGateway.Labels.Media.Png.Surgery;

namespace GbGateway.Tests.Media.Png.Surgery;

public sealed class ChangedGridTests
{
    [Fact]
    public void A_run_touches_the_grid_if_any_of_its_bytes_does()
    {
        var random = new Random(1);
        for (var i = 0; i < 200_000; i++)
        {
            var stride = random.Next(2, random.Next(2) == 0 ? 12 : 500);
            var grid = new ChangedGrid(random.Next(1, 600), stride, random.Next(1, stride), random.Next(1, 6));
            var (start, length, rows) = (random.Next(1, 3000), random.Next(1, 259), random.Next(grid.Rows + 1));
            var touched = false;
            for (var at = start; at < start + length && !touched; at++)
            {
                var offset = at - grid.First;
                touched = offset >= 0 && offset / stride < rows && offset % stride < grid.Width;
            }
            Assert.True(touched == grid.Touches(start - grid.First, length, rows), $"{grid}, {start}, {length}, {rows}");
        }
    }
}
