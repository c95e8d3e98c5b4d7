using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Losses;

[TestClass]
public sealed class GivenLossTests
{
    [TestMethod]
    public void Squares_and_distances_are_means_over_rows_and_numbers()
    {
        using var scope = NewDisposeScope();
        var (answer, target) = (tensor(new float[] { 1, 2, 3, 4 }, [2, 2]), tensor(new float[] { 1, 0, 6, 4 }, [2, 2]));
        Assert.AreEqual((4 + 9) / 4f, new GivenLoss(new SquaredLoss()).Of(answer, target).item<float>());
        Assert.AreEqual((2 + 3) / 4f, new GivenLoss(new AbsoluteLoss()).Of(answer, target).item<float>());
    }

    [TestMethod]
    public void A_column_of_answers_meets_its_targets_row_by_row()
    {
        using var scope = NewDisposeScope();
        var (answer, target) = (tensor(new float[] { 1, 2, 3 }, [3, 1]), tensor(new float[] { 1, 2, 6 }));
        Assert.AreEqual(3f, new GivenLoss(new SquaredLoss()).Of(answer, target).item<float>(), "9 / 3, and not a mean over nine pairs");
        var seen = new Seeing();
        new GivenLoss(seen).Of(answer, target);
        CollectionAssert.AreEqual(new long[] { 3 }, seen.Answer);
        new GivenLoss(seen).Of(answer, target.unsqueeze(1));
        CollectionAssert.AreEqual(new long[] { 3, 1 }, seen.Answer, "of several targets nothing is taken away");
        new GivenLoss(seen).Of(zeros(3, 4), tensor(new long[] { 0, 1, 2 }));
        CollectionAssert.AreEqual(new long[] { 3, 4 }, seen.Answer, "nor of several classes");
    }

    [TestMethod]
    public void A_loss_that_is_no_mean_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        var each = Assert.ThrowsExactly<InvalidOperationException>(() => new GivenLoss(new Each()).Of(zeros(4), zeros(4)));
        StringAssert.Contains(each.Message, "Each.Mean returned [4] numbers; it must return one: the mean over the batch");
        var nothing = Assert.ThrowsExactly<InvalidOperationException>(() => new GivenLoss(new Nothing()).Of(zeros(4), zeros(4)));
        StringAssert.Contains(nothing.Message, "Nothing.Mean returned null");
    }

    [TestMethod]
    public void A_loss_says_its_own_faults()
    {
        var faults = new OptionFaults();
        new SquaredLoss().Validate(faults, "Loss");
        faults.ThrowIfAny("options");
        new Seeing().Validate(faults, "Loss");
        StringAssert.StartsWith(Assert.ThrowsExactly<ArgumentException>(() => faults.ThrowIfAny("options")).Message,
            "Loss: it sees too much.");
    }

    private sealed record Seeing : TrainingLoss
    {
        public long[] Answer { get; private set; } = [];

        protected override IEnumerable<string> Faults => ["it sees too much."];

        public override Tensor Mean(Tensor answer, Tensor target)
        {
            Answer = answer.shape;
            return answer.sum();
        }
    }

    private sealed record Each : TrainingLoss
    {
        public override Tensor Mean(Tensor answer, Tensor target) => answer - target;
    }

    private sealed record Nothing : TrainingLoss
    {
        public override Tensor Mean(Tensor answer, Tensor target) => null!;
    }
}
