using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Domains;

[TestClass]
public sealed class DomainMethodTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Coral_is_the_squared_difference_of_covariances()
    {
        var (a, b) = (randn(7, 3), randn(5, 3) * 2);
        var (first, second) = (Covariance(a), Covariance(b));
        var expected = 0.0;
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++)
                expected += Math.Pow(first[i, j] - second[i, j], 2) / (4 * 9);
        Assert.AreEqual(expected, new Coral().Distance(a, b).item<float>(), 1e-4);
        Assert.AreEqual(0, new Coral().Distance(a, a + 5).item<float>(), 1e-6, "means do not matter");
        var turned = a.clone().requires_grad_();
        new Coral().Distance(turned, b).backward();
        Assert.IsGreaterThan(0f, turned.grad!.abs().max().item<float>());
    }

    [TestMethod]
    public void The_mean_discrepancy_is_that_of_its_kernels()
    {
        var (a, b) = (randn(4, 2), randn(6, 2) + 1);
        float[][] rows = [.. Rows(a), .. Rows(b)];
        var distances = rows.Select(x => rows.Select(y => x.Zip(y, (p, q) => ((double)p - q) * ((double)p - q)).Sum()).ToArray()).ToArray();
        var mean = distances.Average(row => row.Average());
        double Kernel(int i, int j) => new[] { 0.25, 0.5, 1, 2, 4 }.Average(factor => Math.Exp(-distances[i][j] / (factor * mean)));
        double Mean(Range first, Range second)
        {
            var (x, y) = (Enumerable.Range(0, 10).ToArray()[first], Enumerable.Range(0, 10).ToArray()[second]);
            return x.Average(i => y.Average(j => Kernel(i, j)));
        }
        var expected = Mean(..4, ..4) + Mean(4.., 4..) - (2 * Mean(..4, 4..));
        Assert.AreEqual(expected, new MeanDiscrepancy().Distance(a, b).item<float>(), 1e-5);
        Assert.AreEqual(0, new MeanDiscrepancy().Distance(a, a).item<float>(), 1e-6);
        Assert.AreEqual(0, new MeanDiscrepancy().Distance(zeros(3, 2), zeros(4, 2)).item<float>(), 1e-6, "not a number divided by nothing");
    }

    [TestMethod]
    public void The_weight_grows_with_the_share_of_epochs_that_are_done()
    {
        var gradual = new DomainConfusion { Weight = 2 };
        Assert.AreEqual(0, gradual.WeightIn(1, 10));
        for (var epoch = 2; epoch <= 10; epoch++)
        {
            var share = (epoch - 1) / 10.0;
            Assert.AreEqual(2 * ((2 / (1 + Math.Exp(-10 * share))) - 1), gradual.WeightIn(epoch, 10), 1e-12);
        }
        Assert.AreEqual(2, (gradual with { Schedule = DomainSchedule.Constant }).WeightIn(1, 10));
        var constant = new DomainConfusion { Schedule = DomainSchedule.Constant };
        Assert.AreEqual(0.3, constant.WeightIn(3, 5));
        Assert.AreEqual(5000, (constant with { Method = new Coral() }).WeightIn(3, 5));
    }

    [TestMethod]
    public void What_is_out_of_range_is_named()
    {
        var faults = new OptionFaults();
        new DomainConfusion
        {
            DomainColumnName = "",
            Weight = 0,
            Schedule = (DomainSchedule)7,
            Method = new Coral { HiddenSize = 0 },
        }.Validate(faults, "DomainConfusion");
        new DomainConfusion { Method = null! }.Validate(faults, "Other");
        var error = Assert.ThrowsExactly<ArgumentException>(() => faults.ThrowIfAny("options"));
        foreach (var part in new[]
            {
                "DomainConfusion.DomainColumnName is \"\"", "DomainConfusion.Weight is 0; it must be above 0",
                "DomainConfusion.Schedule is 7",
                "DomainConfusion.Method.HiddenSize is 0; it must be at least 1", "Other.Method is null",
            })
            StringAssert.Contains(error.Message, part);
    }

    private static double[,] Covariance(Tensor rows)
    {
        var values = Rows(rows);
        var (count, width) = (values.Length, values[0].Length);
        var means = Enumerable.Range(0, width).Select(i => values.Average(row => (double)row[i])).ToArray();
        var covariance = new double[width, width];
        for (var i = 0; i < width; i++)
            for (var j = 0; j < width; j++)
                covariance[i, j] = values.Sum(row => (row[i] - means[i]) * (row[j] - means[j])) / (count - 1);
        return covariance;
    }

    private static float[][] Rows(Tensor tensor) => [.. tensor.contiguous().data<float>().ToArray().Chunk((int)tensor.size(1))];
}
