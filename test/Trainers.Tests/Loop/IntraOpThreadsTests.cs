using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Loop;

[TestClass]
public sealed class IntraOpThreadsTests
{
    [TestMethod]
    [DataRow(64, 128, 32, 1)]
    [DataRow(4000, 4000, 1, 1)]
    [DataRow(4000, 4000, 2, 2)]
    [DataRow(4000, 4000, 3, 3)]
    [DataRow(4000, 4000, 500, 8)]
    public void A_dense_network_takes_a_thread_for_each_sixteen_million_multiplications_of_its_largest_product(
        int inputs, int outputs, int batchSize, int expected)
    {
        using var network = nn.Sequential(("first", nn.Linear(inputs, outputs)), ("second", nn.Linear(outputs, 3)));
        Assert.AreEqual(expected, IntraOpThreads.For(network, batchSize, available: 8));
    }

    [TestMethod]
    public void Convolutions_take_every_thread()
    {
        using var network = nn.Sequential(("convolution", nn.Conv2d(1, 2, 3)), ("dense", nn.Linear(4, 2)));
        Assert.AreEqual(8, IntraOpThreads.For(network, batchSize: 1, available: 8));
    }

    [TestMethod]
    public void A_network_without_weights_takes_one()
    {
        using var network = nn.Identity();
        Assert.AreEqual(1, IntraOpThreads.For(network, batchSize: 1000, available: 8));
    }

    [TestMethod]
    public void Torch_has_its_threads_back_when_training_ends()
    {
        NativeGround.Require();
        var before = get_num_threads();
        using (var threads = new IntraOpThreads(before + 1))
        {
            Assert.AreEqual(before + 1, threads.Count);
            Assert.AreEqual(before + 1, get_num_threads());
        }
        Assert.AreEqual(before, get_num_threads());
    }

    [TestMethod]
    [DataRow(null, 1)]
    [DataRow(2, 2)]
    public void The_history_tells_the_number_that_was_chosen_or_given(int? given, int expected)
    {
        using var toy = new Toy(new TrainingOptions { Epochs = 1, Threads = given });
        Assert.AreEqual(expected, toy.Run().Threads);
    }
}
