using DeepML.Workout;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Gan;

[TestClass]
public sealed class SoftmaxProbeTests
{
    [TestMethod]
    public void The_class_in_the_middle_is_told_where_a_regression_on_the_classes_hides_it()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        // three classes in a row along a line: no linear function of the place is largest in the middle
        var classes = tensor(Enumerable.Range(0, 300).Select(i => i % 3L).ToArray());
        var rows = (classes.to(ScalarType.Float32).unsqueeze(1) * 4) - 4 + (randn(300, 1) * 0.5);
        var told = SoftmaxProbe.Classify(rows, classes, 3, rows);
        Assert.IsGreaterThan(0.97, told.Zip(classes.data<long>().ToArray(), (a, b) => a == b ? 1.0 : 0).Average());
        var hot = nn.functional.one_hot(classes, 3).to(ScalarType.Float32);
        using var linear = new LinearProbe(rows, hot);
        Assert.IsLessThan(0.8, linear.Accuracy(rows, hot), "which a regression does not tell");
        CollectionAssert.AreEqual(
            new long[] { 0, 1, 2 }, SoftmaxProbe.Classify(rows, classes, 3, tensor(new float[] { -9, 0, 9 }, [3, 1])));
    }

    [TestMethod]
    public void Rows_that_say_nothing_are_of_the_commonest_class()
    {
        using var scope = NewDisposeScope();
        var told = SoftmaxProbe.Classify(zeros(5, 2), tensor(new long[] { 1, 2, 2, 0, 2 }), 4, zeros(2, 2));
        CollectionAssert.AreEqual(new long[] { 2, 2 }, told);
    }

    [TestMethod]
    public void The_border_between_two_classes_lies_where_the_logistic_regression_has_it()
    {
        using var scope = NewDisposeScope();
        // two of one class at 0, one of the other at 0 and three at 1: at 0 two of three, at 1 all of the other
        var rows = tensor(new float[] { 0, 0, 0, 1, 1, 1 }, [6, 1]);
        var classes = tensor(new long[] { 0, 0, 1, 1, 1, 1 });
        CollectionAssert.AreEqual(
            new long[] { 0, 1 }, SoftmaxProbe.Classify(rows, classes, 2, tensor(new float[] { -1, 1 }, [2, 1])));
    }

    [TestMethod]
    public void Large_numbers_do_not_throw_it_off_and_nothing_is_left_behind()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var classes = tensor(Enumerable.Range(0, 100).Select(i => i % 2L).ToArray());
        var rows = cat([(classes.to(ScalarType.Float32).unsqueeze(1) * 200) - 100, randn(100, 1)], 1);
        var before = LiveTensors.Count();
        var told = SoftmaxProbe.Classify(rows, classes, 2, rows);
        Assert.AreEqual(before, Tensor.TotalCount);
        CollectionAssert.AreEqual(classes.data<long>().ToArray(), told);
    }
}
