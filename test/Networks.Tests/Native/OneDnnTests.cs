using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Native;

/// <summary>What is calculated on this machine, with oneDNN or without it, is right: convolutions beside plain loops.</summary>
[TestClass]
public sealed class OneDnnTests
{
    public static IEnumerable<object[]> Sizes =>
        from grad in new[] { false, true }
        from rows in new[] { 1, 3 }
        from channels in new[] { 1, 3, 16, 19, 33 }
        from size in new[] { 1, 3, 5 }
        select new object[] { grad, rows, channels, size };

    [TestMethod]
    [DynamicData(nameof(Sizes))]
    public void A_convolution_is_its_sums(bool learns, int rows, int channels, int size)
    {
        foreach (var filters in new[] { 1, 6, 16, 33 })
        {
            using var scope = NewDisposeScope();
            using var mode = learns ? (IDisposable)enable_grad() : no_grad();
            var seeded = new Generator((ulong)filters);
            var pictures = randn(rows, channels, 9, 7, generator: seeded).requires_grad_(learns);
            var weights = randn(filters, channels, size, size, generator: seeded).requires_grad_(learns);
            var answer = nn.functional.conv2d(pictures, weights, padding: [size / 2, size / 2]);
            var (read, multiplied) = (pictures.detach().ReadAll<float>(), weights.detach().ReadAll<float>());
            var (toPictures, toWeights) = (new double[read.Length], new double[multiplied.Length]);
            var sums = new double[rows * filters * 9 * 7];
            Each((at, pixel, weight) => sums[at] += (double)read[pixel] * multiplied[weight]);
            Same(sums, answer.detach());
            if (!learns)
                continue;
            answer.square().sum().backward();
            Each((at, pixel, weight) =>
            {
                toPictures[pixel] += 2 * sums[at] * multiplied[weight];
                toWeights[weight] += 2 * sums[at] * read[pixel];
            });
            Same(toPictures, pictures.grad!);
            Same(toWeights, weights.grad!);

            void Each(Action<int, int, int> visit)
            {
                for (var row = 0; row < rows; row++)
                    for (var filter = 0; filter < filters; filter++)
                        for (var place = 0; place < 9 * 7; place++)
                            for (var tap = 0; tap < channels * size * size; tap++)
                            {
                                var (channel, within) = Math.DivRem(tap, size * size);
                                var y = (place / 7) + (within / size) - (size / 2);
                                var x = (place % 7) + (within % size) - (size / 2);
                                if (y is >= 0 and < 9 && x is >= 0 and < 7)
                                    visit((((row * filters) + filter) * 63) + place, (((row * channels) + channel) * 63) + (y * 7) + x,
                                        (filter * channels * size * size) + tap);
                            }
            }
        }
    }

    [TestMethod]
    public void Numbers_that_differ_or_are_none_are_told_from_those_that_round_otherwise()
    {
        float[][] expected = [[1, -2], [0.5f]];
        Assert.IsTrue(OneDnn.AreNear([[1.0000002f, -2], [0.5f]], expected));
        Assert.IsFalse(OneDnn.AreNear([[1, -2], [0.6f]], expected));
        Assert.IsFalse(OneDnn.AreNear([[1, float.NaN], [0.5f]], expected));
    }

    [TestMethod]
    public void What_is_tried_comes_to_the_same_with_oneDNN_and_by_products_of_matrices()
    {
        foreach (var trial in new[] { OneDnnTrial.Convolutions(), OneDnnTrial.Recurrence() })
        {
            Assert.IsTrue(OneDnn.AreNear(trial.Answers, trial.Expected));
            Assert.IsTrue(trial.Expected.All(numbers => numbers.Length > 0 && numbers.All(float.IsFinite)));
            trial.Answers[0][0] += 0.01f * trial.Expected[0].Max(Math.Abs);
            Assert.IsFalse(OneDnn.AreNear(trial.Answers, trial.Expected));
        }
    }

    [TestMethod]
    public void The_trial_moves_no_draw_of_the_program()
    {
        random.manual_seed(3);
        OneDnnTrial.Convolutions();
        OneDnnTrial.Recurrence();
        using var scope = NewDisposeScope();
        var drawn = rand(4).ReadAll<float>();
        random.manual_seed(3);
        CollectionAssert.AreEqual(rand(4).ReadAll<float>(), drawn);
    }

    [TestMethod]
    public void Convolutions_are_tried_without_the_programs_generator_whatever_it_draws_meanwhile()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(3);
        var expected = Enumerable.Range(0, 2000).Select(_ => rand(10).sum().Read<float>()).ToArray();
        random.manual_seed(3);
        using var isOver = new CancellationTokenSource();
        var trials = Task.Run(() =>
        {
            while (!isOver.IsCancellationRequested)
                OneDnnTrial.Convolutions();
        });
        var drawn = Enumerable.Range(0, 2000).Select(_ => rand(10).sum().Read<float>()).ToArray();
        isOver.Cancel();
        trials.Wait();
        CollectionAssert.AreEqual(expected, drawn);
    }

    private static void Same(double[] expected, Tensor answer)
    {
        var numbers = answer.ReadAll<float>();
        Assert.HasCount(expected.Length, numbers);
        var tolerance = 1e-5 * expected.Max(Math.Abs);
        for (var i = 0; i < numbers.Length; i++)
            Assert.AreEqual(expected[i], numbers[i], tolerance, $"number {i}");
    }
}
