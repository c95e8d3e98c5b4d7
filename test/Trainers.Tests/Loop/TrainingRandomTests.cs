using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Loop;

[TestClass]
public sealed class TrainingRandomTests
{
    [TestMethod]
    public void What_torch_gives_as_the_state_of_its_generator_is_one()
    {
        Assert.IsTrue(TrainingRandom.IsState(TrainingRandom.State));
        using var random = new TrainingRandom(7);
        Assert.IsTrue(TrainingRandom.IsState(TrainingRandom.State));
        using (rand(1000))
            Assert.IsTrue(TrainingRandom.IsState(TrainingRandom.State));
    }

    [TestMethod]
    [DataRow(8, 0, DisplayName = "none left")]
    [DataRow(8, 625, DisplayName = "more left than there are")]
    [DataRow(8, -1, DisplayName = "fewer than none left")]
    [DataRow(12, 0, DisplayName = "not seeded")]
    [DataRow(16, 625, DisplayName = "next behind the end")]
    public void Bytes_over_which_torch_would_end_the_process_are_none(int place, int value)
    {
        var state = TrainingRandom.State;
        BitConverter.GetBytes(value).CopyTo(state, place);
        Assert.IsFalse(TrainingRandom.IsState(state));
    }

    [TestMethod]
    public void A_state_has_its_own_length()
    {
        var state = TrainingRandom.State;
        Assert.IsFalse(TrainingRandom.IsState(state[..^1]));
        Assert.IsFalse(TrainingRandom.IsState([.. state, 0]));
        Assert.IsFalse(TrainingRandom.IsState([]));
    }

    [TestMethod]
    public void A_state_that_was_taken_goes_on_where_it_was()
    {
        using var random = new TrainingRandom(7);
        var state = TrainingRandom.State;
        using var first = rand(5);
        TrainingRandom.State = state;
        using var again = rand(5);
        CollectionAssert.AreEqual(first.data<float>().ToArray(), again.data<float>().ToArray());
    }
}
