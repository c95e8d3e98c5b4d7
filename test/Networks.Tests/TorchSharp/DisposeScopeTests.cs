using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.TorchSharpTraps;

/// <summary>docs/torchsharp-notes.md, "Dispose scopes".</summary>
[TestClass]
public sealed class DisposeScopeTests
{
    [TestMethod]
    public void A_scope_holds_only_the_tensors_of_its_own_thread()
    {
        Tensor? foreign = null;
        using (NewDisposeScope())
        {
            var thread = new Thread(() => foreign = zeros(2));
            thread.Start();
            thread.Join();
        }
        Assert.IsFalse(foreign!.IsInvalid);
        foreign.Dispose();
    }

    [TestMethod]
    public void Modules_built_inside_a_scope_keep_their_weights_and_buffers()
    {
        nn.Module<Tensor, Tensor> layer, normalization;
        using (NewDisposeScope())
            (layer, normalization) = (nn.Linear(2, 1), nn.BatchNorm1d(2));
        Assert.IsTrue(layer.parameters().Concat(normalization.parameters()).All(weight => !weight.IsInvalid));
        Assert.IsTrue(normalization.buffers().All(buffer => !buffer.IsInvalid));
    }
}
