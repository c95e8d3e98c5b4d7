using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Automatic;

[TestClass]
public sealed class TrainingBudgetTests
{
    [TestMethod]
    [DataRow(1L, 8)]
    [DataRow(100L, 8)]
    [DataRow(1_000L, 32)]
    [DataRow(10_000L, 128)]
    [DataRow(100_000L, 256)]
    [DataRow(100_000_000L, 1024)]
    public void A_batch_has_about_the_square_root_of_the_rows(long rows, int expected) =>
        Assert.AreEqual(expected, TrainingBudget.BatchSize(rows));

    [TestMethod]
    [DataRow(149L, 0.0)]
    [DataRow(150L, 0.2)]
    [DataRow(300L, 0.1)]
    [DataRow(10_000L, 0.1)]
    public void A_tenth_of_the_rows_is_held_out_but_at_least_thirty_and_none_of_very_few(long rows, double expected) =>
        Assert.AreEqual(expected, TrainingBudget.HeldOutShare(rows), 1e-12);

    [TestMethod]
    public void A_tenth_is_held_out_of_rows_that_nobody_has_counted() => Assert.AreEqual(0.1, TrainingBudget.HeldOutShare(null));

    [TestMethod]
    [DataRow(100L, 8, 1e3, 300)] // the most there are
    [DataRow(5_000L, 64, 1e3, 127)] // ten thousand steps
    [DataRow(1_000L, 32, 1e6, 40)] // the work of a thousand rows
    [DataRow(1_000_000L, 1024, 1e3, 10)]
    [DataRow(1_000_000L, 1024, 1e9, 8)] // the fewest
    public void Epochs_fill_a_budget_of_steps_and_of_work(long rows, int batchSize, double work, int expected) =>
        Assert.AreEqual(expected, TrainingBudget.Epochs(rows, batchSize, work));

    [TestMethod]
    public void Options_without_epochs_are_filled_in_and_what_was_chosen_is_told()
    {
        using var toy = new Toy(new TrainingOptions());
        using var heldOut = Toy.Source(30, seed: 2);
        var history = toy.Run(heldOut);
        Assert.AreSequenceEqual(
            (string[])["Training.BatchSize", "Training.Epochs", "Training.Schedule", "Training.EarlyStopping.Patience",
                "Training.LearningRate"],
            [.. history.Chosen.Select(choice => choice.Option)]);
        Assert.AreEqual("8", history.Chosen[0].Value);
        Assert.AreEqual("50 rows", history.Chosen[0].Reason);
        Assert.AreEqual("300", history.Chosen[1].Value);
        Assert.IsLessThanOrEqualTo(300, history.Epochs.Count);
        Assert.AreEqual(
            double.Parse(history.Chosen[4].Value, System.Globalization.CultureInfo.InvariantCulture), history.Epochs[1].LearningRate, 1e-4);
    }

    [TestMethod]
    public void What_the_options_say_is_kept()
    {
        using var toy = new Toy(new TrainingOptions { BatchSize = 7, LearningRate = 0.02, Schedule = new ConstantSchedule() });
        var history = toy.Run();
        Assert.AreSequenceEqual((string[])["Training.Epochs"], [.. history.Chosen.Select(choice => choice.Option)]);
        Assert.AreEqual(0.02, history.Epochs[^1].LearningRate);
    }

    [TestMethod]
    public void Options_with_epochs_are_taken_as_they_are()
    {
        using var toy = new Toy(new TrainingOptions { Epochs = 3 });
        var history = toy.Run();
        Assert.HasCount(3, history.Epochs);
        Assert.IsEmpty(history.Chosen);
        Assert.AreEqual(0.001, history.Epochs[2].LearningRate);
    }

    [TestMethod]
    public void Rates_are_tried_on_a_copy_of_everything()
    {
        float[] Learned(TrainingOptions options)
        {
            manual_seed(3);
            using var toy = new Toy(options);
            toy.Run();
            return toy.Weights;
        }
        manual_seed(3);
        using var probe = new Toy(new TrainingOptions());
        var found = double.Parse(probe.Run().Chosen.Single(choice => choice.Option == "Training.LearningRate").Value,
            System.Globalization.CultureInfo.InvariantCulture);
        Assert.AreEqual(0.01, found, "a linear problem bears the highest rate, so that its text is exact");
        Assert.AreSequenceEqual(Learned(new TrainingOptions { LearningRate = 0.01 }), Learned(new TrainingOptions()));
    }

    [TestMethod]
    public void The_work_of_a_row_counts_each_weight_as_often_as_it_is_used()
    {
        using var scope = NewDisposeScope();
        using var dense = nn.Linear(5, 4);
        using var rows = new Data.TensorBatch(zeros(3, 5));
        Assert.AreEqual(24, NetworkWork.MultiplicationsPerRow(dense, rows));
        using var sequences = new Data.TensorBatch(
            (Data.BatchMember.Features, zeros(2, 40)), (Data.BatchMember.Lengths, tensor(new long[] { 2, 8 })));
        Assert.AreEqual(24 * 5, NetworkWork.MultiplicationsPerRow(dense, sequences));
        using var table = nn.Sequential(nn.Embedding(64, 5), nn.Linear(5, 4));
        Assert.AreEqual((24 * 5) + 10, NetworkWork.MultiplicationsPerRow(table, sequences), "a table is looked up, and moved once a batch");
        using var convolution = nn.Conv2d(1, 2, 3, bias: false);
        using var pictures = new Data.TensorBatch(zeros(2, 1, 16, 16));
        Assert.AreEqual(18 * 32, NetworkWork.MultiplicationsPerRow(convolution, pictures));
    }
}
