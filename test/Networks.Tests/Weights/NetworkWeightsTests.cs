using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Weights;

[TestClass]
public sealed class NetworkWeightsTests
{
    [TestMethod]
    public void Differences_name_what_is_missing_what_is_too_many_and_what_has_another_shape()
    {
        using var scope = NewDisposeScope();
        var from = new Dictionary<string, Tensor> { ["same"] = zeros(2), ["more"] = zeros(1), ["shape"] = zeros(2, 3) };
        var into = new Dictionary<string, Tensor> { ["same"] = ones(2), ["less"] = zeros(1), ["shape"] = zeros(3, 2) };
        CollectionAssert.AreEqual(
            new[] { "it has no 'less'", "its 'more' has no place here", "its 'shape' is [2x3] where [3x2] is needed" },
            NetworkWeights.Differences(from, into).ToArray());
        Assert.IsEmpty(NetworkWeights.Differences(from, from));
    }

    [TestMethod]
    public void Weights_are_copied_in_place()
    {
        using var from = nn.Linear(2, 1);
        using var into = nn.Linear(2, 1);
        var handle = into.weight.Handle;
        NetworkWeights.Copy(from.state_dict(), into.state_dict());
        CollectionAssert.AreEqual(from.weight.data<float>().ToArray(), into.weight.data<float>().ToArray());
        Assert.AreEqual(handle, into.weight.Handle);
        Assert.IsTrue(into.weight.requires_grad);
    }

    [TestMethod]
    public void A_moving_average_keeps_its_share_and_counters_are_copied()
    {
        using var scope = NewDisposeScope();
        var moved = new Dictionary<string, Tensor> { ["a"] = tensor(new float[] { 1, 0 }), ["count"] = tensor(3L) };
        var towards = new Dictionary<string,
            Tensor>
        { ["a"] = tensor(new float[] { 5, 10 }), ["count"] = tensor(9L), ["other"] = tensor(1f) };
        NetworkWeights.Approach(moved, towards, keep: 0.75);
        CollectionAssert.AreEqual(new[] { 2f, 2.5f }, moved["a"].data<float>().ToArray());
        Assert.AreEqual(9L, moved["count"].item<long>());
        CollectionAssert.AreEqual(new float[] { 5, 10 }, towards["a"].data<float>().ToArray(), "what is approached stays");
        NetworkWeights.Approach(moved, towards, keep: 0);
        CollectionAssert.AreEqual(new float[] { 5, 10 }, moved["a"].data<float>().ToArray());
    }
}
