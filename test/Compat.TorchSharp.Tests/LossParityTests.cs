using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Modules = TorchSharp.Modules;

namespace DeepML.Compat.TorchSharp.Tests;

[TestClass]
public class LossParityTests
{
    static readonly Dictionary<string, Func<Reduction, Tensor[], Tensor>> s_losses = new()
    {
        ["MSELoss"] = (r, x) => MSELoss(r).call(x[0], x[1]),
        ["L1Loss"] = (r, x) => L1Loss(r).call(x[0], x[1]),
        ["SmoothL1Loss"] = (r, x) => SmoothL1Loss(r, 0.5).call(x[0], x[1]),
        ["HuberLoss"] = (r, x) => HuberLoss(0.5, r).call(x[0], x[1]),
        ["BCELoss"] = (r, x) => BCELoss(reduction: r).call(x[0], x[1]),
        ["BCELoss weighted"] = (r, x) => BCELoss(x[2], r).call(x[0], x[1]),
        ["BCEWithLogitsLoss"] = (r, x) => BCEWithLogitsLoss(reduction: r).call(x[0], x[1]),
        ["BCEWithLogitsLoss weighted"] = (r, x) => BCEWithLogitsLoss(x[2], r, x[2] * 2).call(x[0], x[1]),
        ["CrossEntropyLoss"] = (r, x) => CrossEntropyLoss(reduction: r).call(x[0], x[1]),
        ["CrossEntropyLoss weighted"] = (r, x) => CrossEntropyLoss(x[2], 1, r).call(x[0], x[1]),
        ["CrossEntropyLoss smoothed"] = (r, x) => new Modules.CrossEntropyLoss(reduction: r, label_smoothing: 0.2).call(x[0], x[1]),
        ["CrossEntropyLoss of probabilities"] = (r, x) => CrossEntropyLoss(reduction: r).call(x[0], x[1]),
        ["NLLLoss"] = (r, x) => NLLLoss(reduction: r).call(x[0], x[1]),
        ["KLDivLoss"] = (r, x) => KLDivLoss(reduction: r).call(x[0], x[1]),
        ["KLDivLoss of probabilities"] = (r, x) => KLDivLoss(false, r).call(x[0], x[1]),
    };

    public static IEnumerable<object[]> Names => LayerReference.Names("losses");

    [TestMethod]
    public void Every_loss_has_recorded_numbers_for_each_reduction() => CollectionAssert.AreEquivalent(
        Names.Select(n => (string)n[0]).ToArray(), s_losses.Keys.SelectMany(k => new[] { $"{k} none", $"{k} mean", $"{k} sum" }).ToArray());

    [TestMethod, DynamicData(nameof(Names))]
    public void A_loss_has_the_value_and_the_gradient_that_PyTorch_gives(string name)
    {
        using var scope = NewDisposeScope();
        var recorded = LayerReference.Case("losses", name);
        var inputs = recorded.GetProperty("inputs").Tensors();
        inputs[0].requires_grad_();
        var space = name.LastIndexOf(' ');
        var value = s_losses[name[..space]](Enum.Parse<Reduction>(name[(space + 1)..], ignoreCase: true), inputs);
        LayerReference.AssertClose(recorded.GetProperty("value").Tensor(), value, "value");
        (value * arange(1.0, 1.0 + value.numel(), float32).view(value.shape)).sum().backward();
        LayerReference.AssertClose(recorded.GetProperty("grad").Tensor(), inputs[0].grad!, "gradient", 1e-4);
    }

    [TestMethod]
    public void Mean_of_the_divergence_divides_by_all_elements_and_the_default_target_is_a_logarithm()
    {
        using var scope = NewDisposeScope();
        var p = tensor(new[] { 0.2f, 0.8f, 0.5f, 0.5f }, 2, 2).log();
        var q = tensor(new[] { 0.4f, 0.6f, 0.1f, 0.9f }, 2, 2).log();
        var sum = KLDivLoss(reduction: Reduction.Sum).call(p, q).item<float>();
        Assert.AreEqual(sum / 4, KLDivLoss().call(p, q).item<float>(), 1e-6);
        Assert.IsTrue(KLDivLoss().log_target);
    }

    [TestMethod]
    public void Wrong_targets_fail_with_the_text_of_libtorch()
    {
        using var scope = NewDisposeScope();
        var logits = zeros(2, 3);
        Assert.ThrowsExactly<System.Runtime.InteropServices.ExternalException>(() => CrossEntropyLoss().call(logits, tensor(new[] { 0, 1 })));
        Assert.ThrowsExactly<System.Runtime.InteropServices.ExternalException>(() => CrossEntropyLoss().call(logits, tensor(new[] { 0L, 3L })));
        var outside = Assert.ThrowsExactly<System.Runtime.InteropServices.ExternalException>(() => BCELoss().call(logits + 2, logits));
        StringAssert.Contains(outside.Message, "between 0 and 1");
    }
}
