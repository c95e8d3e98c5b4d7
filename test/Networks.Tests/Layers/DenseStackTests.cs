using TorchSharp.Modules;
using static TorchSharp.torch;
using Functions = DeepML.Networks.Activations;

namespace DeepML.Networks.Tests.Layers;

[TestClass]
public sealed class DenseStackTests
{
    [TestMethod]
    public void Layers_come_in_their_order_with_what_belongs_to_them()
    {
        using var stack =
            DenseStack.Create([3, 5, 4, 2], Activation.ParametricReLU, Activation.Tanh, slope: 0.5, dropout: 0.1, batchNormalization: true);
        CollectionAssert.AreEqual(
            new[] { "linear1", "norm1", "activation1", "dropout1", "linear2", "norm2", "activation2", "dropout2", "linear3",
                "activation3" },
            stack.named_children().Select(child => child.name).ToArray());
        var layers = DenseStack.Layers(stack);
        Assert.HasCount(3, layers);
        CollectionAssert.AreEqual(new long[] { 5, 3 }, layers[0].Linear.weight.shape);
        Assert.AreEqual(0.5f, layers[1].Rectifier!.Weight.item<float>());
        Assert.IsNotNull(layers[1].Norm);
        Assert.IsNull(layers[2].Norm, "the answer is not normalized");
        Assert.IsNull(layers[2].Rectifier);
    }

    [TestMethod]
    public void A_plain_stack_is_of_linear_layers_alone()
    {
        using var stack = DenseStack.Create([3, 2], Activation.ReLU, Activation.Identity);
        Assert.IsInstanceOfType<Linear>(stack.children().Single());
        using var none = DenseStack.Create([3], Activation.ReLU, Activation.ReLU);
        Assert.IsEmpty(none.children().ToArray());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_stack_as_far_as_a_layer_ends_with_its_function_also_where_the_first_reads_sparse_rows(bool readsSparse)
    {
        using var stack = DenseStack.Create([5, 4, 3, 1], Activation.Tanh, Activation.Identity, dropout: 0.1, readsSparse: readsSparse);
        foreach (var (layer, last) in new[] { (0, "dropout1"), (1, "dropout2"), (2, "linear3"), (int.MaxValue, "linear3") })
        {
            var modules = DenseStack.UpTo(stack, layer).ToArray();
            Assert.AreSame(stack.named_children().Single(child => child.name == last).module, modules[^1], $"layer {layer}");
        }
    }

    [TestMethod]
    public void Weights_start_within_the_bound_of_the_function_behind_them_and_biases_at_0()
    {
        manual_seed(1);
        using var rectified = DenseStack.Create([50, 100], Activation.Identity, Activation.ReLU);
        using var saturated = DenseStack.Create([50, 100], Activation.Identity, Activation.Tanh);
        // He: √(6 / 50); Glorot: √(6 / 150)
        Assert.AreEqual(Math.Sqrt(6.0 / 50), Largest(rectified), 0.002);
        Assert.AreEqual(Math.Sqrt(6.0 / 150), Largest(saturated), 0.002);
        Assert.AreEqual(0f, DenseStack.Layers(rectified)[0].Linear.bias!.abs().max().item<float>());
        static double Largest(Sequential stack) => DenseStack.Layers(stack)[0].Linear.weight.abs().max().item<float>();
    }

    [TestMethod]
    public void A_single_row_is_normalized_by_the_running_statistics_and_leaves_them_alone()
    {
        using var scope = NewDisposeScope();
        using var norm = new RowBatchNorm(2, epsilon: 0);
        norm.Norm.RunningMean.copy_(tensor(new float[] { 1, 2 }));
        norm.Norm.RunningVariance.copy_(tensor(new float[] { 4, 9 }));
        norm.train();
        using (no_grad())
            CollectionAssert.AreEqual(new float[] { 2, -1 }, norm.call(tensor(new float[] { 5, -1 }, [1, 2])).data<float>().ToArray());
        CollectionAssert.AreEqual(new float[] { 1, 2 }, norm.Norm.RunningMean.data<float>().ToArray());
        using (no_grad())
            CollectionAssert.AreEqual(new float[] { -1, -1, 1, 1 },
                norm.call(tensor(new float[] { 0, 10, 2, 20 }, [2, 2])).data<float>().ToArray(), "two rows by their own");
        Assert.AreEqual(1f, norm.Norm.RunningMean[0].item<float>(), 1e-6f, "a tenth of the way from 1 to 1");
        Assert.AreEqual(3.3f, norm.Norm.RunningMean[1].item<float>(), 1e-5f, "a tenth of the way from 2 to 15");
    }

    [TestMethod]
    public void What_is_no_activation_is_refused()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Functions.Create((Activation)99));
        Assert.IsNull(Functions.Create(Activation.Identity));
    }

    [TestMethod]
    public void A_step_is_a_step_in_scoring_and_a_sigmoid_in_training()
    {
        using var scope = NewDisposeScope();
        using var step = Functions.Create(Activation.BinaryStep, slope: 2)!;
        var inputs = tensor(new float[] { -0.5f, 0, 0.5f });
        step.eval();
        CollectionAssert.AreEqual(new float[] { 0, 1, 1 }, step.call(inputs).data<float>().ToArray());
        step.train();
        CollectionAssert.AreEqual(new[] { 0.2689f, 0.5f, 0.7311f },
            step.call(inputs).data<float>().ToArray().Select(x => MathF.Round(x, 4)).ToArray());
    }
}
