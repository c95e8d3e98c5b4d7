using DeepML.Networks;
using DeepML.Workout;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Loop;

[TestClass]
public sealed class FlatParametersTests
{
    [TestMethod]
    public void Every_weight_lies_in_the_block_under_its_name_and_is_the_same_object_as_before()
    {
        using var network = new MultilayerPerceptronNetwork(
            new MultilayerPerceptronArchitecture(3, [5, 2], 1, Activation.ReLU, BatchNormalization: true));
        var before = network.state_dict().ToDictionary(s => s.Key, s => (s.Value.Handle, Numbers: Numbers(s.Value)));
        using var flat = new FlatParameters(network);
        Assert.AreEqual(0, flat.All.numel() % 16);
        foreach (var (name, tensor) in network.state_dict())
        {
            Assert.AreEqual(tensor.is_floating_point(), flat.Holds(name), name);
            Assert.AreEqual(before[name].Handle, tensor.Handle, name);
            CollectionAssert.AreEqual(before[name].Numbers, Numbers(tensor), name);
        }
        Assert.IsTrue(network.parameters().All(parameter => parameter is { requires_grad: true, is_leaf: true }));
        using (no_grad())
            flat.All.fill_(7);
        Assert.IsTrue(network.parameters().SelectMany(Numbers).All(number => number == 7));
    }

    [TestMethod]
    public void Weights_outlive_the_block_and_can_be_gathered_again()
    {
        using var network = nn.Linear(4, 3);
        var before = Numbers(network.weight);
        for (var i = 0; i < 2; i++)
        {
            using var flat = new FlatParameters(network);
        }
        using (NewDisposeScope())
            _ = zeros(1000); // whoever frees the block too early would hand out its memory here
        CollectionAssert.AreEqual(before, Numbers(network.weight));
    }

    [TestMethod]
    public void A_network_answers_and_learns_in_the_block_as_it_did_before()
    {
        using var scope = NewDisposeScope();
        foreach (var build in (Func<nn.Module<Tensor, Tensor>>[])[
            () => nn.Sequential(nn.Linear(6, 8), nn.Tanh(), nn.Linear(8, 6)),
            () => nn.Sequential(nn.Unflatten(1, [1, 2, 3]), nn.Conv2d(1, 2, 2), nn.BatchNorm2d(2), nn.Flatten())])
        {
            random.manual_seed(3);
            var plain = build();
            random.manual_seed(3);
            var gathered = build();
            using var flat = new FlatParameters(gathered);
            CollectionAssert.AreEqual(Trained(plain), Trained(gathered));
        }
    }

    [TestMethod]
    public void An_lstm_reads_its_weights_from_the_block()
    {
        using var scope = NewDisposeScope();
        var network = nn.LSTM(2, 4, batchFirst: true);
        var input = rand(3, 5, 2);
        var before = Numbers(network.call(input).Item1);
        using var flat = new FlatParameters(network);
        CollectionAssert.AreEqual(before, Numbers(network.call(input).Item1));
        using (no_grad())
            flat.All.zero_();
        Assert.IsTrue(Numbers(network.call(input).Item1).All(number => number == 0));
    }

    [TestMethod]
    public void Tied_weights_stay_tied()
    {
        using var first = nn.Linear(3, 3, hasBias: false);
        using var second = nn.Linear(3, 3, hasBias: false);
        using (no_grad())
            second.weight.set_(first.weight);
        using var both = nn.Sequential(first, second);
        using var flat = new FlatParameters(both);
        using (no_grad())
            first.weight.fill_(2);
        Assert.IsTrue(Numbers(second.weight).All(number => number == 2));
        Assert.AreEqual(16, flat.All.numel());
    }

    [TestMethod]
    public void Views_that_overlap_stay_where_they_are()
    {
        using var first = nn.Linear(3, 3, hasBias: false);
        using var second = nn.Linear(3, 2, hasBias: false);
        using (no_grad())
        using (NewDisposeScope())
            second.weight.set_(first.weight.narrow(0, 1, 2));
        using var both = nn.Sequential(first, second);
        using var flat = new FlatParameters(both);
        Assert.AreEqual(0, flat.All.numel());
        using (no_grad())
            first.weight.fill_(2);
        Assert.IsTrue(Numbers(second.weight).All(number => number == 2));
    }

    [TestMethod]
    public void The_memory_that_a_module_of_a_user_holds_on_to_stays_that_of_its_weights()
    {
        using var network = new Remembering();
        using var flat = new FlatParameters(network);
        using (no_grad())
            network.Weight.fill_(2);
        Assert.IsFalse(flat.Holds("weight"));
        Assert.IsTrue(Numbers(network.Remembered).All(number => number == 2));
    }

    [TestMethod]
    public void A_snapshot_of_the_block_holds_every_weight_by_its_name_and_puts_all_back()
    {
        using var network = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2));
        using var flat = new FlatParameters(network);
        using var snapshot = new WeightSnapshot(network, flat);
        var before = LiveTensors.Count();
        for (var round = 0; round < 2; round++) // over an earlier copy too
        {
            using (NewDisposeScope())
            using (no_grad())
                network.call(rand(4, 3));
            snapshot.Take();
        }
        var taken = network.state_dict().ToDictionary(s => s.Key, s => Numbers(s.Value));
        CollectionAssert.AreEquivalent(taken.Keys, snapshot.Copies.Keys.ToArray());
        foreach (var (name, numbers) in taken)
            CollectionAssert.AreEqual(numbers, Numbers(snapshot.Copies[name]), name);
        using (NewDisposeScope())
        using (no_grad())
        {
            network.call(rand(4, 3)); // moves statistics and their counter
            flat.All.fill_(5);
        }
        snapshot.Restore();
        foreach (var (name, tensor) in network.state_dict())
            CollectionAssert.AreEqual(taken[name], Numbers(tensor), name);
        snapshot.Forget();
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    private static double[] Trained(nn.Module<Tensor, Tensor> network)
    {
        using var scope = NewDisposeScope();
        using var update = new WeightUpdate(network.parameters(), new TrainingOptions { LearningRate = 0.01, WeightDecay = 0.1 });
        for (var step = 0; step < 10; step++)
            update.Minimize(network.call(rand([16, 6], generator: new Generator((ulong)step))).square().mean());
        return [.. network.state_dict().Values.SelectMany(Numbers)];
    }

    private static double[] Numbers(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();
    }

    private sealed class Remembering : nn.Module<Tensor, Tensor>
    {
        public Remembering() : base(nameof(Remembering))
        {
            Weight = new Parameter(rand(3));
            Remembered = Weight.detach();
            register_parameter("weight", Weight);
        }

        public Parameter Weight { get; }

        public Tensor Remembered { get; }

        public override Tensor forward(Tensor input) => input * Weight;
    }
}
