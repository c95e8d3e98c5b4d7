using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Heads;

/// <summary>Losses of several labels at once, and of numbers by other measures than squares, against their formulas.</summary>
[TestClass]
public sealed class SeveralLabelsLossTests
{
    private const float No = float.NaN;

    private readonly DisposeScope _scope = NewDisposeScope();

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Several_yes_or_no_cost_the_mean_cross_entropy_of_those_that_are_there()
    {
        var answer = tensor(new float[] { 2, -1, 0.5f, 0, 3, -2 }, [2, 3]).requires_grad_();
        using var batch = Batch([1, 0, No, No, No, 0.25f], 3);
        double Cost(double logit, double target) =>
            -((target * Math.Log(1 / (1 + Math.Exp(-logit)))) + ((1 - target) * Math.Log(1 / (1 + Math.Exp(logit)))));
        using var plain = new MultilabelLoss(new TrainingOptions(), 3);
        var expected = (((Cost(2, 1) + Cost(-1, 0)) / 2) + Cost(-2, 0.25)) / 2;
        var loss = plain.Training(answer, batch);
        Assert.AreEqual(expected, loss.item<float>(), 1e-6);
        loss.backward();
        var gradient = answer.grad!.data<float>().ToArray();
        Assert.AreEqual((0f, 0f, 0f), (gradient[2], gradient[3], gradient[4]), "what is missing moves nothing");
        Assert.IsTrue(gradient[0] < 0 && gradient[1] > 0);
        using var smooth = new MultilabelLoss(new TrainingOptions { LabelSmoothing = 0.2 }, 3);
        Assert.AreEqual(
            (((Cost(2, 0.9) + Cost(-1, 0.1)) / 2) + Cost(-2, 0.3)) / 2, smooth.Training(answer.detach(), batch).item<float>(), 1e-6);
        Assert.AreEqual(expected, smooth.Mean(answer.detach(), batch).item<float>(), 1e-6, "only in training");
        var sums = new RowSums();
        plain.Measure(tensor(new float[] { 2, 1, 0.5f, 0, 3, -2 }, [2, 3]), batch, sums);
        sums.Add(0, 2);
        Assert.AreEqual((0.5 + 0) / 2, sums.MeanMetrics["hamming loss"], 1e-6);
    }

    [TestMethod]
    public void Label_noise_turns_labels_and_never_finds_missing_ones()
    {
        manual_seed(1);
        using var loss = new MultilabelLoss(new TrainingOptions { LabelNoise = 0.4 }, 2);
        using var batch = Batch([.. Enumerable.Range(0, 20000).Select(i => i % 2 == 0 ? 0f : No)], 2);
        var noisy = loss.Noisy(batch);
        Assert.AreEqual(0.2, noisy.select(1, 0).mean().item<float>(), 0.02, "half of those drawn anew");
        Assert.IsTrue(noisy.select(1, 1).isnan().all().item<bool>());
    }

    [TestMethod]
    public void Weights_of_rows_count_in_losses_of_several_labels()
    {
        var answer = tensor(new float[] { 2, -1 }, [2, 1]);
        using var batch = new TensorBatch(
            (BatchMember.Features, zeros(2, 1)), (BatchMember.Targets, tensor(new float[] { 1, 5 }, [2, 1])),
            (BatchMember.Weights, tensor(new float[] { 3, 1 })));
        using var loss = new VectorRegressionLoss(new TrainingOptions(), NumberRule.Plain, [0], [1]) { MeanWeight = 2 };
        Assert.AreEqual(((1.5 * 1) + (0.5 * 36)) / 2, loss.Mean(answer, batch).item<float>(), 1e-5);
        var sums = new RowSums();
        loss.Measure(answer, batch, sums);
        sums.Add(0, 2);
        Assert.AreEqual(((1.5 * 1) + (0.5 * 6)) / 2, sums.MeanMetrics["mean absolute error"], 1e-5);
    }

    [TestMethod]
    public void Several_numbers_cost_squares_in_their_own_units_and_are_measured_in_the_labels()
    {
        var answer = tensor(new float[] { 1, 2, 0, -1 }, [2, 2]).requires_grad_();
        using var batch = Batch([12, 30, No, 5], 2); // scaled by (10, 2) and (0, 10): 1, 3 and 0.5
        using var loss = new VectorRegressionLoss(new TrainingOptions(), NumberRule.Plain, [10, 0], [2, 10]);
        var cost = loss.Training(answer, batch);
        Assert.AreEqual((((0 + 1) / 2.0) + 2.25) / 2, cost.item<float>(), 1e-5);
        cost.backward();
        Assert.AreEqual(0f, answer.grad!.data<float>().ToArray()[2]);
        Assert.IsTrue(answer.grad!.isfinite().all().item<bool>());
        var sums = new RowSums();
        loss.Measure(answer.detach(), batch, sums);
        sums.Add(0, 2);
        Assert.AreEqual((((0 + 10) / 2.0) + 15) / 2, sums.MeanMetrics["mean absolute error"], 1e-4);
    }

    [TestMethod]
    public void Each_loss_of_a_number_is_its_formula()
    {
        var (answers, labels) = (new float[] { 0, 0, 0, 2 }, new float[] { 0.5f, 3, -2, 2 });
        double Each(NumberLoss loss, int i) => loss.Each(tensor(answers), tensor(labels)).data<float>()[i];
        foreach (var (i, d) in new[] { (0, 0.5), (1, 3), (2, -2), (3, 0) })
        {
            Assert.AreEqual(d * d, Each(new SquaredLoss(), i), 1e-6);
            Assert.AreEqual(Math.Abs(d), Each(new AbsoluteLoss(), i), 1e-6);
            Assert.AreEqual(
                Math.Abs(d) <= 2.5 ? d * d / 2 : 2.5 * (Math.Abs(d) - 1.25), Each(new HuberLoss { Delta = 2.5 }, i), 1e-5);
            Assert.AreEqual(d > 0 ? 0.9 * d : -0.1 * d, Each(new QuantileLoss { Quantile = 0.9 }, i), 1e-6);
            Assert.AreEqual(Math.Exp(answers[i]) - (labels[i] * answers[i]), Each(new PoissonLoss(), i), 1e-5);
        }
        Assert.AreEqual((0.5 + 3 + 2) / 4, new AbsoluteLoss().Mean(tensor(answers), tensor(labels)).item<float>(), 1e-6);
        Assert.AreEqual(
            Enumerable.Range(0, 4).Average(i => Each(new HuberLoss(), i)),
            new HuberLoss().Mean(tensor(answers), tensor(labels)).item<float>(), 1e-6);
    }

    [TestMethod]
    public void Functions_stand_between_sums_and_what_is_predicted()
    {
        using var batch = Batch([0.25f, 0.75f], 1, flat: true);
        var sums = tensor(new float[] { 0.3f, -0.4f }, [2, 1]);
        foreach (var (function, of) in new (NumberFunction, Func<double, double>)[]
        {
            (NumberFunction.Sigmoid, x => 1 / (1 + Math.Exp(-x))), (NumberFunction.Tanh, Math.Tanh), (NumberFunction.Exponential, Math.Exp),
        })
        {
            using var loss = new RegressionLoss(new TrainingOptions(), rule: new NumberRule(new SquaredLoss(), function));
            var expected = (Math.Pow(of(0.3f) - 0.25, 2) + Math.Pow(of(-0.4f) - 0.75, 2)) / 2;
            Assert.AreEqual(expected, loss.Training(sums, batch).item<float>(), 1e-6, $"{function}");
            var measured = new RowSums();
            loss.Measure(sums, batch, measured);
            measured.Add(0, 2);
            Assert.AreEqual(
                (Math.Abs(of(0.3f) - 0.25) + Math.Abs(of(-0.4f) - 0.75)) / 2, measured.MeanMetrics["mean absolute error"], 1e-6);
            Assert.AreEqual(of(0.3f), NumberFunctions.Of(function, 0.3f), 1e-6);
        }
        using var counts = new RegressionLoss(new TrainingOptions(), rule: new NumberRule(new PoissonLoss(), NumberFunction.Exponential));
        Assert.AreEqual(
            (Math.Exp(0.3f) - (0.25 * 0.3f) + Math.Exp(-0.4f) + (0.75 * 0.4f)) / 2, counts.Training(sums, batch).item<float>(), 1e-6);
        Assert.AreEqual(1, counts.Unit);
    }

    [TestMethod]
    public void Another_loss_is_another_training_and_the_plain_one_is_what_it_was()
    {
        static string Identity(NumberRule? rule)
        {
            using var loss = new RegressionLoss(new TrainingOptions(), 1, 2, rule);
            return System.Text.Json.JsonSerializer.Serialize(loss.Identity);
        }
        Assert.AreEqual("""{"Head":"regression","Centre":1,"Spread":2}""", Identity(NumberRule.Plain));
        Assert.AreNotEqual(Identity(null), Identity(new NumberRule(new HuberLoss(), NumberFunction.Identity)));
    }

    private static TensorBatch Batch(float[] labels, int width, bool flat = false)
    {
        var rows = labels.Length / width;
        return new TensorBatch(zeros(rows, 1), flat ? tensor(labels) : tensor(labels, [rows, width]));
    }
}
