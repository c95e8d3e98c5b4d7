using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.TorchSharpTraps;

/// <summary>docs/torchsharp-notes.md, "torch.erfinv gives erf" and "vector_to_parameters shares its memory".</summary>
[TestClass]
public sealed class FunctionTests
{
    [TestMethod]
    public void The_static_inverse_is_the_error_function_itself_and_that_of_a_tensor_the_inverse()
    {
        using var scope = NewDisposeScope();
        var half = tensor(new[] { 0.5 });
        Assert.AreEqual(0.5204998778130465, erfinv(half).item<double>(), 1e-15); // erf(0.5)
        Assert.AreEqual(0.4769362762044699, half.erfinv().item<double>(), 1e-15);
        Assert.AreEqual(0.4769362762044699, special.erfinv(half).item<double>(), 1e-15);
    }

    [TestMethod]
    public void A_vector_put_into_weights_is_their_memory_from_then_on()
    {
        using var scope = NewDisposeScope();
        var layer = nn.Linear(1, 2);
        var vector = ones(4);
        nn.utils.vector_to_parameters(vector, layer.parameters());
        vector.fill_(7);
        CollectionAssert.AreEqual(new float[] { 7, 7 }, layer.weight.data<float>().ToArray());
    }
}
