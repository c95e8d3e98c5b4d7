using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.FewExamples;

/// <summary>Losses of pairs and triplets against loops over them.</summary>
[TestClass]
public sealed class MetricLossTests
{
    private static readonly long[] Classes = [0, 0, 0, 1, 1, 2, 2];

    private readonly DisposeScope _scope = NewDisposeScope();
    private Tensor _rows = null!;
    private double[,] _distances = null!;

    [TestInitialize]
    public void Draw()
    {
        manual_seed(3);
        _rows = randn(Classes.Length, 2).requires_grad_();
        var numbers = _rows.detach().data<float>().ToArray();
        _distances = new double[Classes.Length, Classes.Length];
        for (var a = 0; a < Classes.Length; a++)
            for (var b = 0; b < Classes.Length; b++)
                _distances[a, b] = Math.Sqrt(
                    Math.Pow(numbers[2 * a] - numbers[2 * b], 2) + Math.Pow(numbers[(2 * a) + 1] - numbers[(2 * b) + 1], 2));
    }

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void The_hardest_triplet_of_each_row_is_its_farthest_alike_and_its_nearest_other()
    {
        var expected = Enumerable.Range(0, Classes.Length).Average(a => Math.Max(0,
            Alike(a).Max(p => _distances[a, p]) - Others(a).Min(n => _distances[a, n]) + 0.3));
        Check(expected, new TripletLoss { Margin = 0.3 });
    }

    [TestMethod]
    public void All_triplets_count_that_do_not_keep_the_margin()
    {
        var all = Enumerable.Range(0, Classes.Length).SelectMany(a => Alike(a).SelectMany(p => Others(a).Select(
            n => _distances[a, p] - _distances[a, n] + 0.3))).Where(loss => loss > 0).ToArray();
        Check(all.Average(), new TripletLoss { Margin = 0.3, Mining = TripletMining.All });
    }

    [TestMethod]
    public void Pairs_of_one_class_are_drawn_together_and_others_pushed_to_the_margin()
    {
        var alike = Enumerable.Range(0, Classes.Length).SelectMany(a => Alike(a).Select(b => Math.Pow(_distances[a, b], 2)));
        var near = Enumerable.Range(0, Classes.Length).SelectMany(a => Others(a).Select(b => 1.5 - _distances[a, b]))
            .Where(missing => missing > 0).Select(missing => missing * missing);
        Check(0.5 * (alike.Average() + near.Average()), new ContrastiveLoss { Margin = 1.5 });
    }

    [TestMethod]
    public void A_batch_that_keeps_every_margin_costs_nothing_and_has_no_slope_that_is_no_number()
    {
        var rows = tensor(new float[] { 0, 0, 100, 100 }, [4, 1]).requires_grad_();
        foreach (var loss in new MetricLoss[]
        {
            new TripletLoss(), new TripletLoss { Mining = TripletMining.All }, new ContrastiveLoss { Margin = 3 },
        })
        {
            var mean = Mean(loss, rows, [0, 0, 1, 1]);
            Assert.AreEqual(0, mean.item<float>(), 1e-6, loss.ToString());
            Assert.IsTrue(autograd.grad([mean], [rows])[0].isfinite().all().item<bool>(), loss.ToString());
        }
    }

    [TestMethod]
    public void The_nearest_other_row_is_counted_where_it_is_of_the_same_class()
    {
        var rows = tensor(new float[] { 0, 1, 5, 5.5f, 9 }, [5, 1]);
        Assert.AreEqual(0.8, NearestRows.ShareAlike(rows, tensor(new long[] { 0, 0, 1, 1, 0 })), 1e-9);
        Assert.AreEqual(0.2, NearestRows.ShareAlike(rows, tensor(new long[] { 0, 1, 2, 1, 1 })), 1e-9);
    }

    private void Check(double expected, MetricLoss loss)
    {
        var mean = Mean(loss, _rows, Classes);
        Assert.AreEqual(expected, mean.item<float>(), 1e-4);
        Assert.IsGreaterThan(0f, autograd.grad([mean], [_rows])[0].abs().max().item<float>());
    }

    private static Tensor Mean(MetricLoss loss, Tensor rows, long[] classes) =>
        loss.Mean(MetricLoss.Distances(rows), MetricLoss.AreAlike(tensor(classes)));

    private static IEnumerable<int> Alike(int a) =>
        Enumerable.Range(0, Classes.Length).Where(b => b != a && Classes[b] == Classes[a]);

    private static IEnumerable<int> Others(int a) => Enumerable.Range(0, Classes.Length).Where(b => Classes[b] != Classes[a]);
}
