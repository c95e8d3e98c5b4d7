using DeepML.Data;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Heads;

[TestClass]
public sealed class HeadLossTests
{
    private readonly float[] _logits = [2, 0, -1, 0, 1, 0];
    private readonly long[] _classes = [0, 2];

    [TestMethod]
    public void Classes_cost_their_cross_entropy() => Assert.AreEqual(
        (-LogSoftmax(0, 0) - LogSoftmax(1, 2)) / 2, Classes(new TrainingOptions(), training: true), 1e-6);

    [TestMethod]
    public void Class_weights_make_a_weighted_mean() => Assert.AreEqual(
        ((-LogSoftmax(0, 0) * 3) - (LogSoftmax(1, 2) * 1)) / 4, Classes(new TrainingOptions { ClassWeights = [3, 5, 1] }, training: true),
        1e-6);

    [TestMethod]
    public void Smoothing_spreads_a_share_over_all_classes_but_only_in_training()
    {
        var smooth = Enumerable.Range(0, 2).Average(
            row => -((0.7 * LogSoftmax(row, (int)_classes[row])) + (0.1 * Enumerable.Range(0, 3).Sum(c => LogSoftmax(row, c)))));
        Assert.AreEqual(smooth, Classes(new TrainingOptions { LabelSmoothing = 0.3 }, training: true), 1e-6);
        Assert.AreEqual(
            Classes(new TrainingOptions(), training: true), Classes(new TrainingOptions { LabelSmoothing = 0.3 }, training: false), 1e-6);
    }

    [TestMethod]
    public void Yes_or_no_costs_its_cross_entropy_with_weights_and_smoothing()
    {
        double[] p = [Sigmoid(2), Sigmoid(-1)];
        double Cost(int row, double target) => -((target * Math.Log(p[row])) + ((1 - target) * Math.Log(1 - p[row])));
        Assert.AreEqual((Cost(0, 1) + Cost(1, 0)) / 2, Binary(new TrainingOptions()), 1e-6);
        Assert.AreEqual(((Cost(0, 1) * 3) + (Cost(1, 0) * 1)) / 4, Binary(new TrainingOptions { ClassWeights = [1, 3] }), 1e-6);
        Assert.AreEqual((Cost(0, 0.9) + Cost(1, 0.1)) / 2, Binary(new TrainingOptions { LabelSmoothing = 0.2 }), 1e-6);
    }

    [TestMethod]
    public void Label_noise_replaces_a_share_of_the_classes()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var noisy = TrainingNoise.OnClasses(zeros(20_000, dtype: ScalarType.Int64), 0.3, classes: 4);
        var changed = noisy.ne(0).to(ScalarType.Float32).mean().item<float>();
        Assert.AreEqual(0.3 * 3 / 4, changed, 0.01);
        Assert.IsLessThan(4, noisy.max().item<long>());
    }

    [TestMethod]
    public void Noise_on_inputs_and_numbers_has_the_asked_for_deviation_and_none_changes_nothing()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var inputs = zeros(200, 100);
        Assert.AreEqual(0.5, TrainingNoise.OnInputs(inputs, new TrainingOptions { InputNoise = 0.5 }).std().item<float>(), 0.01);
        Assert.AreSame(inputs, TrainingNoise.OnInputs(inputs, new TrainingOptions()));
        Assert.AreEqual(2, TrainingNoise.OnNumbers(zeros(20_000), 2).std().item<float>(), 0.05);
    }

    [TestMethod]
    public void Weights_that_are_not_one_per_class_are_refused() => StringAssert.Contains(
        Assert.ThrowsExactly<ArgumentException>(
            () => new MulticlassLoss(new TrainingOptions { ClassWeights = [1, 2] }, classes: 3)).Message,
        "ClassWeights has 2 numbers; the label has 3 classes");

    private double Classes(TrainingOptions options, bool training)
    {
        using var scope = NewDisposeScope();
        using var loss = new MulticlassLoss(options, classes: 3);
        using var batch = new TensorBatch(zeros(2, 1), tensor(_classes));
        var answer = tensor(_logits, [2, 3]);
        return (training ? loss.Training(answer, batch) : loss.Mean(answer, batch)).item<float>();
    }

    private static double Binary(TrainingOptions options)
    {
        using var scope = NewDisposeScope();
        using var loss = new BinaryLoss(options);
        using var batch = new TensorBatch(zeros(2, 1), tensor(new float[] { 1, 0 }));
        return loss.Training(tensor(new float[] { 2, -1 }, [2, 1]), batch).item<float>();
    }

    private double LogSoftmax(int row, int column)
    {
        var logits = _logits[(row * 3)..((row + 1) * 3)];
        return logits[column] - Math.Log(logits.Sum(x => Math.Exp(x)));
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
