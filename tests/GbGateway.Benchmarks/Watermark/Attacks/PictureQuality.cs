namespace GbGateway.Benchmarks.Watermark.Attacks;

/// <summary>How much two pictures differ.</summary>
internal static class PictureQuality
{
    private const int Radius = 5;
    private const double C1 = 6.5025;
    private const double C2 = 58.5225;

    /// <summary>Peak signal-to-noise ratio over all samples, in dB.</summary>
    public static double Psnr(Picture a, Picture b)
    {
        double sum = 0;
        for (var i = 0; i < a.Rgb.Length; i++)
        {
            double difference = a.Rgb[i] - b.Rgb[i];
            sum += difference * difference;
        }
        return 10 * Math.Log10(255 * 255 / Math.Max(1e-12, sum / a.Rgb.Length));
    }

    /// <summary>Mean structural similarity of luma (Wang 2004: Gaussian window of 11, sigma 1.5).</summary>
    public static double Ssim(Picture a, Picture b)
    {
        var (x, y) = (Luma(a), Luma(b));
        var (width, height) = (a.Width, a.Height);
        var (mx, my) = (Blur(x, width, height), Blur(y, width, height));
        var (xx, yy, xy) = (Blur(Times(x, x), width, height), Blur(Times(y, y), width, height), Blur(Times(x, y), width, height));
        double sum = 0;
        for (var i = 0; i < mx.Length; i++)
        {
            var (vx, vy, cov) = (xx[i] - mx[i] * mx[i], yy[i] - my[i] * my[i], xy[i] - mx[i] * my[i]);
            sum += (2 * mx[i] * my[i] + C1) * (2 * cov + C2) / ((mx[i] * mx[i] + my[i] * my[i] + C1) * (vx + vy + C2));
        }
        return sum / mx.Length;
    }

    private static double[] Luma(Picture picture)
    {
        var luma = new double[picture.Width * picture.Height];
        for (var i = 0; i < luma.Length; i++)
        {
            luma[i] = 0.299 * picture.Rgb[3 * i] + 0.587 * picture.Rgb[3 * i + 1] + 0.114 * picture.Rgb[3 * i + 2];
        }
        return luma;
    }

    private static double[] Times(double[] a, double[] b)
    {
        var product = new double[a.Length];
        for (var i = 0; i < a.Length; i++)
        {
            product[i] = a[i] * b[i];
        }
        return product;
    }

    /// <summary>Windows that lie wholly inside.</summary>
    private static double[] Blur(double[] from, int width, int height)
    {
        var window = new double[2 * Radius + 1];
        for (var i = 0; i < window.Length; i++)
        {
            window[i] = Math.Exp(-(i - Radius) * (i - Radius) / (2 * 1.5 * 1.5));
        }
        var total = window.Sum();
        var (columns, rows) = (width - 2 * Radius, height - 2 * Radius);
        var across = new double[columns * height];
        var both = new double[columns * rows];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < columns; x++)
            {
                double sum = 0;
                for (var i = 0; i < window.Length; i++)
                {
                    sum += window[i] * from[y * width + x + i];
                }
                across[y * columns + x] = sum / total;
            }
        }
        for (var y = 0; y < rows; y++)
        {
            for (var x = 0; x < columns; x++)
            {
                double sum = 0;
                for (var i = 0; i < window.Length; i++)
                {
                    sum += window[i] * across[(y + i) * columns + x];
                }
                both[y * columns + x] = sum / total;
            }
        }
        return both;
    }
}
