using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Dense;

[TestClass]
public sealed class TableLayerTests
{
    [TestMethod]
    public void Missing_numbers_are_filled_and_indicated_and_unknown_categories_are_all_zeros()
    {
        using var scope = NewDisposeScope();
        using var layer = new TableLayer(
            new TableArchitecture(2, [1], [new CategoryArchitecture(3, 0), new CategoryArchitecture(2, 2)]), ScalingForm.Linear);
        layer.FillWith([5, 7]);
        layer.Scaling!.Set(new ColumnScales([4, 7], [2, 1], [0, 0], new ScalingCurve[2]));
        layer.Categories[0].Forget([2]);
        var rows = tensor(new float[] { float.NaN, 8, 3, 0, 1, float.NaN, 2, 1 }, [2, 4]);
        var numbers = layer.call(rows);
        CollectionAssert.AreEqual(new float[] { 2, 1, 0, 0, 0, 1, 0, 0 }, numbers[0].data<float>().ToArray());
        CollectionAssert.AreEqual(new float[] { -6, 0, 1, 0, 0, 0 }, numbers[1].narrow(0, 0, 6).data<float>().ToArray());
        Assert.IsTrue(numbers[1].narrow(0, 6, 2).ne(0f).all().item<bool>(), "a known category has numbers of its own");
    }

    [TestMethod]
    public void The_numbers_of_missing_categories_are_never_learned()
    {
        using var scope = NewDisposeScope();
        foreach (var count in new[] { 5, 2000 }) // the second one with sparse gradients
        {
            using var layer = new CategoryLayer(new CategoryArchitecture(count, 3));
            layer.call(tensor(new long[] { 0, 2 })).sum().backward();
            var gradient = layer.parameters().Single().grad!;
            gradient = gradient.is_sparse ? gradient.to_dense() : gradient;
            Assert.AreEqual(0f, gradient[0].abs().sum().item<float>());
            Assert.AreEqual(3f, gradient[2].sum().item<float>());
        }
    }

    [TestMethod]
    public void A_layer_of_sparse_rows_answers_as_one_of_whole_rows_and_so_do_its_gradients()
    {
        using var scope = NewDisposeScope();
        var architecture = new MultilayerPerceptronArchitecture(6, [4], 2, Activation.Tanh);
        manual_seed(3);
        using var whole = new MultilayerPerceptronNetwork(architecture);
        manual_seed(3);
        using var sparse = new MultilayerPerceptronNetwork(architecture with { ReadsSparse = true });
        var rows = tensor(new float[] { 0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, -1 }, [3, 6]);
        var (expected, actual) = (whole.call(rows), sparse.call(rows.to_sparse()));
        Assert.IsLessThan(1e-6f, (expected - actual).abs().max().item<float>());
        Assert.IsLessThan(1e-6f, (expected - sparse.call(rows)).abs().max().item<float>(), "whole rows may come too");
        expected.sum().backward();
        actual.sum().backward();
        var gradient = sparse.parameters().Single(p => p.size(0) == 6).grad!;
        Assert.IsTrue(gradient.is_sparse);
        Assert.IsLessThan(1e-6f, (whole.Layers[0].weight!.grad!.t() - gradient.to_dense()).abs().max().item<float>());
    }
}
