using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks.Tests;

[TestClass]
public sealed class UniformDrawsTests
{
    [TestMethod]
    [DataRow(0, 64, 256)]  // torch's generator is fresh
    [DataRow(1, 64, 256)]
    [DataRow(623, 64, 256)]
    [DataRow(624, 64, 256)]
    [DataRow(625, 61, 277)] // no whole vectors
    [DataRow(7, 32, 512)]
    [DataRow(0, 3, 4)]      // few: left to torch
    public void Large_layers_get_the_numbers_that_torch_draws_and_leave_its_generator_where_torch_does(int before, int outputs, int inputs)
    {
        using var scope = NewDisposeScope();
        var (drawn, states) = (new List<Tensor>(), new List<byte[]>());
        foreach (var ours in new[] { false, true })
        {
            manual_seed(5);
            if (before > 0)
                rand(before);
            var (weight, bias) = (zeros(outputs, inputs), zeros(outputs));
            if (ours)
            {
                UniformDraws.OfLayer(weight, bias);
                UniformDraws.Kaiming(weight, Math.Sqrt(2));
            }
            else
            {
                init.kaiming_uniform_(weight, Math.Sqrt(5));
                init.uniform_(bias, -1 / Math.Sqrt(inputs), 1 / Math.Sqrt(inputs));
                init.kaiming_uniform_(weight, nonlinearity: init.NonlinearityType.ReLU);
            }
            drawn.AddRange(weight, bias, rand(1000));
            states.Add(get_rng_state().bytes.ToArray());
        }
        for (var i = 0; i < 3; i++)
            Assert.IsTrue(drawn[i].equal(drawn[i + 3]).all().Read<bool>(), $"tensor {i}");
        CollectionAssert.AreEqual(states[0], states[1]);
    }

    [TestMethod]
    public void A_convolution_begins_as_torch_makes_it()
    {
        using var scope = NewDisposeScope();
        manual_seed(9);
        using var torchs = Conv2d(48, 64, 3, stride: 2, padding: 1);
        manual_seed(9);
        using var ours = Convolutions.Plain(48, 64, 3, stride: 2, bias: true);
        Assert.IsTrue(torchs.weight!.equal(ours.weight!).all().Read<bool>());
        Assert.IsTrue(torchs.bias!.equal(ours.bias!).all().Read<bool>());
        var pictures = randn(2, 48, 6, 6);
        Assert.IsTrue(torchs.call(pictures).equal(ours.call(pictures)).all().Read<bool>());
        string[] Names(Conv2d convolution) => [.. convolution.named_parameters().Select(weight => weight.name)];
        CollectionAssert.AreEqual(Names(torchs), Names(ours));
    }
}
