using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Compat.TorchSharp.Tests;

[TestClass]
public class AutogradTests
{
    static float[] Values(Tensor? t) => t!.data<float>().ToArray();

    [TestMethod]
    public void Gradients_arrive_accumulate_and_can_be_cleared()
    {
        var x = tensor(new[] { 1f, 2f, 3f }, requires_grad: true);
        Assert.IsNull(x.grad);
        (x * x).sum().backward();
        CollectionAssert.AreEqual(new[] { 2f, 4f, 6f }, Values(x.grad));
        (x * x).sum().backward();
        CollectionAssert.AreEqual(new[] { 4f, 8f, 12f }, Values(x.grad));
        var (first, second) = (x.grad, x.grad);
        Assert.AreNotSame(first, second);
        x.grad!.zero_();
        CollectionAssert.AreEqual(new float[3], Values(x.grad));
        x.grad = null;
        Assert.IsNull(x.grad);
    }

    [TestMethod]
    public void Backward_of_more_than_one_number_is_refused_without_gradients()
    {
        var x = ones(3, requires_grad: true);
        Assert.ThrowsExactly<ExternalException>(() => (x * 2).backward());
        autograd.backward(x * 2, tensor(new[] { 1f, 10f, 100f }));
        CollectionAssert.AreEqual(new[] { 2f, 20f, 200f }, Values(x.grad));
    }

    [TestMethod]
    public void Flags_of_the_method_act_crosswise()
    {
        var x = tensor(new[] { 3f }, requires_grad: true);
        var y = x.pow(3).sum();
        y.backward(create_graph: true);
        Assert.IsFalse(x.grad!.requires_grad);
        y.backward();
        var u = tensor(new[] { 3f }, requires_grad: true);
        u.pow(3).sum().backward(retain_graph: true);
        Assert.IsTrue(u.grad!.requires_grad);
        var w = tensor(new[] { 3f }, requires_grad: true);
        autograd.backward(w.pow(3).sum(), (IList<Tensor>?)null, create_graph: true);
        Assert.IsTrue(w.grad!.requires_grad);
    }

    [TestMethod]
    public void Gradient_penalty_needs_both_flags()
    {
        var x = tensor(new[] { 2f }, requires_grad: true);
        var g = autograd.grad([x.pow(3).sum()], [x], retain_graph: true, create_graph: true)[0];
        (g * g).sum().backward();
        Assert.AreEqual(2 * 12 * 12f, Values(x.grad)[0]);

        var z = tensor(new[] { 2f }, requires_grad: true);
        var h = autograd.grad([z.pow(3).exp().sum()], [z], create_graph: true)[0];
        Assert.ThrowsExactly<ExternalException>(() => (h * h).sum().backward());
    }

    [TestMethod]
    public void Unused_inputs_come_back_invalid_only_when_allowed()
    {
        var x = ones(2, requires_grad: true);
        var unused = ones(2, requires_grad: true);
        var results = autograd.grad([x.sum()], [x, unused], allow_unused: true);
        Assert.IsFalse(results[0].IsInvalid);
        Assert.IsTrue(results[1].IsInvalid);
        Assert.ThrowsExactly<ExternalException>(() => autograd.grad([x.sum()], [unused]));
    }

    [TestMethod]
    public void Modes_are_restored_on_dispose()
    {
        Assert.IsTrue(is_grad_enabled());
        using (no_grad())
        {
            Assert.IsFalse(is_grad_enabled());
            using (enable_grad()) Assert.IsTrue(is_grad_enabled());
            using (set_grad_enabled(true)) Assert.IsTrue(is_grad_enabled());
            Assert.IsFalse(is_grad_enabled());
            Assert.IsFalse((ones(2, requires_grad: true) * 2).requires_grad);
        }
        Assert.IsTrue(is_grad_enabled());
        using (inference_mode()) Assert.IsTrue(is_inference_mode_enabled());
        Assert.IsFalse(is_inference_mode_enabled());
        var inOtherThread = true;
        using (no_grad())
        {
            var t = new Thread(() => inOtherThread = is_grad_enabled());
            t.Start();
            t.Join();
        }
        Assert.IsTrue(inOtherThread);
    }

    [TestMethod]
    public void Leaf_that_needs_a_gradient_changes_in_place_only_without_grad_mode()
    {
        var x = ones(2, requires_grad: true);
        Assert.ThrowsExactly<ExternalException>(() => x.add_(1));
        using (no_grad()) x.add_(1);
        Assert.AreEqual(4f, x.sum().item<float>());
    }

    [TestMethod]
    public void Detach_shares_storage_and_clone_stays_in_the_graph()
    {
        var x = ones(2, requires_grad: true);
        var detached = x.detach();
        Assert.IsFalse(detached.requires_grad);
        detached[0] = 9f;
        Assert.AreEqual(9f, x[0].item<float>());
        x.clone().sum().backward();
        CollectionAssert.AreEqual(new[] { 1f, 1f }, Values(x.grad));
        Assert.IsFalse((x * 2).is_leaf);
        var middle = x * 2;
        middle.retain_grad();
        middle.sum().backward();
        CollectionAssert.AreEqual(new[] { 1f, 1f }, Values(middle.grad));
        Assert.AreSame(x, x.requires_grad_(false));
        Assert.IsFalse(x.requires_grad);
    }

    [TestMethod]
    public void Array_factory_that_converts_gives_a_tensor_that_is_no_leaf()
    {
        Assert.IsTrue(tensor(new[] { 1.0 }, requires_grad: true).is_leaf);
        Assert.IsFalse(tensor(new[] { 1.0 }, dtype: float32, requires_grad: true).is_leaf);
        Assert.ThrowsExactly<ExternalException>(() => tensor(new[] { 1 }, requires_grad: true));
        Assert.ThrowsExactly<ExternalException>(() => tensor(new[] { true }, requires_grad: true));
    }

    [TestMethod]
    public void Gradients_equal_those_worked_out_by_hand()
    {
        var w = tensor(new[,] { { 1f, -2f }, { 0.5f, 3f } }, requires_grad: true);
        var x = tensor(new[,] { { 2f, 1f } });
        x.matmul(w).sigmoid().sum().backward();
        float S(float z) => 1 / (1 + MathF.Exp(-z));
        float D(float z) => S(z) * (1 - S(z));
        var expected = new[] { 2 * D(2.5f), 2 * D(-1f), D(2.5f), D(-1f) };
        var actual = Values(w.grad);
        for (var i = 0; i < 4; i++) Assert.AreEqual(expected[i], actual[i], 1e-6f);
    }

    [TestMethod]
    public void Anomaly_mode_names_the_function_that_made_a_nan()
    {
        using (autograd.detect_anomaly())
        {
            Assert.IsTrue(AnomalyMode.IsEnabled);
            var x = zeros(1, requires_grad: true);
            Assert.ThrowsExactly<ExternalException>(() => (x.sqrt() * 0).sum().backward());
        }
        Assert.IsFalse(AnomalyMode.IsEnabled);
    }
}
