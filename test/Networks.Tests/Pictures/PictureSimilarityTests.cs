using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Pictures;

/// <summary>Measures of likeness against loops over pixels in double precision, written after the papers' formulas.</summary>
[TestClass]
public sealed class PictureSimilarityTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    [DataRow(1, 28, 28, 11)]
    [DataRow(3, 11, 16, 11)]
    [DataRow(1, 8, 13, 7)]
    [DataRow(2, 1, 5, 1)]
    public void Structural_similarity_is_that_of_the_window_at_every_place(int channels, int height, int width, int rows)
    {
        var targets = rand(2, channels, height, width);
        var pictures = targets.mul(0.7f).add(rand(2, channels, height, width).mul(0.3f));
        var found = PictureSimilarity.Structural(pictures, targets).data<float>().ToArray();
        var columns = Math.Min(11, width % 2 == 0 ? width - 1 : width);
        for (var picture = 0; picture < 2; picture++)
        {
            var mean = Enumerable.Range(0, channels).Average(
                channel => ByLoops(Values(pictures[picture, channel]), Values(targets[picture, channel]), height, width, rows, columns));
            Assert.AreEqual(mean, found[picture], 1e-5, $"{picture}");
        }
    }

    [TestMethod]
    public void Equal_pictures_are_fully_alike_and_even_ones_differ_by_brightness_alone()
    {
        var picture = rand(1, 3, 20, 20);
        Assert.AreEqual(1, PictureSimilarity.Structural(picture, picture).item<float>(), 1e-6);
        // Without variance what is left is (2ab + C1) / (a² + b² + C1): Wang et al. 2004, eq. 6.
        var (a, b) = (0.2, 0.9);
        var expected = ((2 * a * b) + 1e-4) / ((a * a) + (b * b) + 1e-4);
        Assert.AreEqual(
            expected, PictureSimilarity.Structural(full(1, 1, 16, 16, (float)a), full(1, 1, 16, 16, (float)b)).item<float>(), 1e-4);
    }

    [TestMethod]
    public void Errors_are_means_over_the_pixels_that_count()
    {
        var target = zeros(2, 2, 2, 2);
        var picture = tensor(new float[] { 1, 2, 3, 4, 0, 0, 0, 0, 1, 1, 1, 1, 3, 3, 3, 3 }, [2, 2, 2, 2]);
        CollectionAssert.AreEqual(new[] { 10 / 8f, 2f }, PictureSimilarity.AbsoluteErrors(picture, target).data<float>().ToArray());
        CollectionAssert.AreEqual(new[] { 30 / 8f, 5f }, PictureSimilarity.SquaredErrors(picture, target).data<float>().ToArray());
        var measured = tensor(new float[] { 1, 0, 0, 1, 0, 0, 0, 0 }, [2, 1, 2, 2]);
        CollectionAssert.AreEqual(
            new[] { 17 / 4f, 0f }, PictureSimilarity.SquaredErrors(picture, target, measured).data<float>().ToArray(), "none counts: 0");
    }

    [TestMethod]
    public void A_tenth_of_the_error_is_ten_decibels_and_none_is_a_hundred() => CollectionAssert.AreEqual(
        new[] { 0f, 10f, 20f, 100f }, PictureSimilarity.Decibels(tensor(new[] { 1f, 0.1f, 0.01f, 0f })).round(3).data<float>().ToArray());

    private static double[] Values(Tensor plane) => [.. plane.contiguous().data<float>().ToArray().Select(value => (double)value)];

    private static double ByLoops(double[] a, double[] b, int height, int width, int rows, int columns)
    {
        var weights = new double[rows, columns];
        var all = 0.0;
        for (var y = 0; y < rows; y++)
            for (var x = 0; x < columns; x++)
                all += weights[y, x] = Math.Exp(
                    -(((y - (rows / 2)) * (y - (rows / 2))) + ((x - (columns / 2)) * (x - (columns / 2)))) / 4.5);
        var (sum, places) = (0.0, 0);
        for (var top = 0; top <= height - rows; top++)
            for (var left = 0; left <= width - columns; left++)
            {
                double Weighted(Func<double, double, double> of)
                {
                    var total = 0.0;
                    for (var y = 0; y < rows; y++)
                        for (var x = 0; x < columns; x++)
                        {
                            var at = ((top + y) * width) + left + x;
                            total += weights[y, x] / all * of(a[at], b[at]);
                        }
                    return total;
                }
                var (meanA, meanB) = (Weighted((p, _) => p), Weighted((_, q) => q));
                var varianceA = Weighted((p, _) => (p - meanA) * (p - meanA));
                var varianceB = Weighted((_, q) => (q - meanB) * (q - meanB));
                var covariance = Weighted((p, q) => (p - meanA) * (q - meanB));
                sum += ((2 * meanA * meanB) + 1e-4) * ((2 * covariance) + 9e-4)
                    / (((meanA * meanA) + (meanB * meanB) + 1e-4) * (varianceA + varianceB + 9e-4));
                places++;
            }
        return sum / places;
    }
}
