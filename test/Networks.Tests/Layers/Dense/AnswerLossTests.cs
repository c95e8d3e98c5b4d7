using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Layers.Dense;

[TestClass]
public sealed class AnswerLossTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(6, 1)]
    [DataRow(5, 8)]
    [DataRow(3, 21)]
    public void Squared_errors_are_torchs(int rows, int width)
    {
        var (answers, targets) = (randn(rows, width).mul(3), randn(rows, width));
        AssertEqual(answers, new NumberErrors<NumberError.Squared>(targets), given => nn.functional.mse_loss(given, targets));
    }

    [TestMethod]
    [DataRow(6, 1)]
    [DataRow(3, 21)]
    public void Cross_entropies_of_probabilities_are_torchs_at_the_ends_too(int rows, int width)
    {
        var (answers, targets) = (rand(rows, width), rand(rows, width));
        answers[0, 0] = 0f;
        answers[1, 0] = 1f;
        AssertEqual(
            answers, new NumberErrors<NumberError.CrossEntropy>(targets), given => nn.functional.binary_cross_entropy(given, targets));
    }

    [TestMethod]
    public void Cross_entropies_of_logits_are_torchs_however_large()
    {
        var answers = tensor(new[] { 0f, 1e-4f, -1e-4f, 1, -1, 20, -20, 80, -80, 1000, -1000 }).unsqueeze(1);
        foreach (var wanted in new[] { 0f, 1f, 0.1f })
        {
            var targets = full(answers.size(0), wanted);
            AssertEqual(
                answers, new NumberErrors<NumberError.LogisticCrossEntropy>(targets),
                given => nn.functional.binary_cross_entropy_with_logits(given.squeeze(1), targets));
        }
    }

    [TestMethod]
    [DataRow(2, 0.0)]
    [DataRow(10, 0.0)]
    [DataRow(10, 0.1)]
    [DataRow(16, 0.3)]
    [DataRow(1001, 0.0)]
    [DataRow(20_000, 0.0)]
    public void Cross_entropies_of_classes_are_torchs_however_large(int classes, double smoothing)
    {
        var (answers, targets) = (randn(6, classes).mul(4), randint(classes, [6]));
        answers[1] = answers[1].Times(1000.0);
        AssertEqual(
            answers, new ClassErrors(targets, smoothing),
            given => nn.functional.cross_entropy(given, targets, label_smoothing: smoothing));
    }

    [TestMethod]
    public unsafe void A_class_that_is_not_there_is_an_error()
    {
        float* answers = stackalloc float[3], slopes = stackalloc float[3];
        foreach (var target in new[] { -1L, 3, 1L << 32, long.MaxValue })
        {
            var loss = new ClassErrors(tensor(new[] { target }), 0);
            var (at, to) = ((nint)answers, (nint)slopes); // which a lambda can hold
            var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => loss.Add((float*)at, (float*)to, 0, 1, 3, 1));
            StringAssert.Contains(error.Message, "3 classes");
        }
    }

    // The mean and its slopes, in one piece and in two.
    private static unsafe void AssertEqual(Tensor answers, AnswerLoss loss, Func<Tensor, Tensor> torchs)
    {
        var given = answers.detach().clone().requires_grad_();
        var expected = torchs(given);
        expected.backward();
        var (rows, width) = ((int)answers.size(0), (int)answers.size(1));
        var (numbers, slopes) = (answers.ReadAll<float>(), new float[rows * width]);
        foreach (var first in new[] { rows, rows / 2 })
        {
            double mean;
            fixed (float* at = numbers, to = slopes)
            {
                mean = first == 0 ? 0 : loss.Add(at, to, 0, first, width, rows);
                if (first < rows)
                    mean += loss.Add(at + (first * width), to + (first * width), first, rows - first, width, rows);
            }
            Assert.AreEqual(expected.item<float>(), mean, 2e-6 * Math.Max(1, Math.Abs(mean)));
            var torch = given.grad!.ReadAll<float>();
            for (var i = 0; i < slopes.Length; i++)
                Assert.AreEqual(torch[i], slopes[i], 1e-6 * Math.Max(1, Math.Abs(torch[i])), $"slope {i}");
        }
    }
}
