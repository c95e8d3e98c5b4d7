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

    [TestMethod]
    public void Parameters_and_buffers_that_a_module_makes_itself_end_with_the_scope()
    {
        OwnWeights lost, kept;
        using (NewDisposeScope())
        {
            (lost, kept) = (new OwnWeights(), new OwnWeights());
            foreach (var weight in kept.parameters().Concat(kept.buffers()))
                weight.DetachFromDisposeScope();
        }
        Assert.IsTrue(lost.Weight.IsInvalid && lost.Mean.IsInvalid);
        Assert.IsFalse(kept.Weight.IsInvalid || kept.Mean.IsInvalid);
    }

    [TestMethod]
    public void Filling_a_weight_returns_the_weight()
    {
        using var layer = nn.Linear(2, 1);
        using var gradientsOff = no_grad();
        using var values = ones(1, 2);
        Assert.AreSame(layer.weight, layer.weight);
        Assert.AreSame(layer.weight, layer.weight!.copy_(values));
    }

    private sealed class OwnWeights : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Parameter weight = nn.Parameter(zeros(2));
        private readonly Tensor mean = zeros(2);

        public OwnWeights() : base("OwnWeights") => RegisterComponents();

        public TorchSharp.Modules.Parameter Weight => weight;

        public Tensor Mean => mean;

        public override Tensor forward(Tensor input) => input;
    }
}
