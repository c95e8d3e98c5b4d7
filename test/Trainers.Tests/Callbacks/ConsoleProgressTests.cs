using DeepML.Trainers.Tests.Loop;

namespace DeepML.Trainers.Tests.Callbacks;

/// <summary>The line that shows a training in the console.</summary>
[TestClass]
public sealed class ConsoleProgressTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 3, BatchSize = 20, LearningRate = 0.01 };

    [TestMethod]
    public void A_line_has_bar_epoch_losses_speed_time_and_the_course_of_the_loss()
    {
        var progress = new EpochProgress(5, 10, 0.12345, 0.01, 12_345, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(65))
        {
            IsEpochEnd = true,
            ValidationLoss = 0.25,
        };
        Assert.AreEqual(
            "██████████░░░░░░░░░░  50 %  epoch 5/10  loss 0.1235, held out 0.25  12,345 rows/s  1:05 left  █▅▁▁",
            ConsoleProgress.Line(progress, [3, 2, 1, 1]));
        var within = progress with { IsEpochEnd = false, Batch = 1, Batches = 2, ValidationLoss = null, Remaining = TimeSpan.FromHours(2) };
        StringAssert.StartsWith(
            ConsoleProgress.Line(within, []), "█████████░░░░░░░░░░░  45 %  epoch 5/10  loss 0.1235  12,345 rows/s  2:00:00 left");
        StringAssert.Contains(ConsoleProgress.Line(within with { TrainingLoss = double.NaN }, []), "epoch 5/10  12,345", "no loss yet");
    }

    [TestMethod]
    public void The_course_of_losses_is_that_of_the_last_ones_that_are_numbers()
    {
        Assert.AreEqual("", ConsoleProgress.Curve([1]));
        Assert.AreEqual("▁▁", ConsoleProgress.Curve([2, 2]));
        Assert.AreEqual("▁█", ConsoleProgress.Curve([1, double.NaN, 2, double.PositiveInfinity]));
        var many = ConsoleProgress.Curve([1000, .. Enumerable.Range(0, 24).Select(i => (double)i)]);
        Assert.AreEqual(24, many.Length);
        Assert.AreEqual(('▁', '█'), (many[0], many[^1]));
    }

    [TestMethod]
    public void A_training_leaves_one_line()
    {
        var written = Train(width: 200);
        Assert.AreEqual(1, written.Count(letter => letter == '\n'));
        var last = written.TrimEnd().Split('\r')[^1];
        StringAssert.StartsWith(last, "████████████████████ 100 %  epoch 3/3  loss ");
        StringAssert.Contains(last, "0:00 left");
    }

    [TestMethod]
    public void A_line_is_no_wider_than_the_console()
    {
        foreach (var line in Train(width: 30).TrimEnd().Split('\r'))
            Assert.IsLessThanOrEqualTo(29, line.Length, line);
    }

    [TestMethod]
    public void Where_nobody_looks_nothing_is_written()
    {
        using var toy = new Toy(Options with { Callbacks = [new ConsoleProgress(null, () => 80, TimeProvider.System)] });
        Assert.HasCount(3, toy.Run().Epochs);
    }

    [TestMethod]
    public void The_options_keep_their_callbacks()
    {
        var first = new ConsoleProgress(null, () => 80, TimeProvider.System);
        var options = (Options with { Callbacks = [first] }).WithConsoleProgress();
        Assert.HasCount(2, options.Callbacks);
        Assert.AreSame(first, options.Callbacks[0]);
        Assert.IsInstanceOfType<ConsoleProgress>(options.Callbacks[1]);
        Assert.ThrowsExactly<ArgumentNullException>(() => ConsoleProgressExtensions.WithConsoleProgress(null!));
    }

    private static string Train(int width)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var toy = new Toy(Options with { Callbacks = [new ConsoleProgress(output, () => width, TimeProvider.System)] });
        toy.Run();
        return output.ToString();
    }
}
