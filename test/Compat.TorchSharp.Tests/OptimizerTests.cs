using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Compat.TorchSharp.Tests;

[TestClass]
public class OptimizerTests
{
    static Parameter Weight(double gradient = 1, double value = 1)
    {
        var p = new Parameter(tensor((float)value));
        p.grad = tensor((float)gradient);
        return p;
    }

    [TestMethod]
    public void Maximizing_does_not_turn_the_decay_around()
    {
        var p = Weight(gradient: 2, value: 3);
        using var optimizer = optim.SGD([p], 0.1, weight_decay: 0.5, maximize: true);
        optimizer.step();
        Assert.AreEqual(3 + 0.1f * (2 + 0.5f * 3), p.item<float>(), 1e-6f);
    }

    [TestMethod]
    public void Zeroing_gradients_keeps_them_as_zeros()
    {
        var p = Weight();
        using var optimizer = optim.Adam([p]);
        optimizer.zero_grad();
        Assert.AreEqual(0f, p.grad!.item<float>());
    }

    [TestMethod]
    public void The_closure_runs_once_with_gradients_on_and_its_loss_is_the_result()
    {
        using var scope = NewDisposeScope();
        var p = Weight();
        using var optimizer = optim.SGD([p], 0.5);
        Assert.IsNull(optimizer.step());
        var calls = 0;
        using var guard = no_grad();
        var loss = optimizer.step(() =>
        {
            calls++;
            optimizer.zero_grad();
            var l = p * 4;
            l.backward();
            return l;
        });
        Assert.AreEqual(1, calls);
        Assert.AreEqual(2f, loss.item<float>());
        Assert.AreEqual(-1.5f, p.item<float>());
        Assert.IsTrue(scope.Contains(loss));
        Assert.ThrowsExactly<ArgumentNullException>(() => optim.LBFGS([p]).step(null!));
    }

    [TestMethod]
    public void Settings_out_of_range_are_refused()
    {
        Parameter[] ps = [Weight()];
        Assert.ThrowsExactly<ArgumentException>(() => optim.SGD(ps, -1));
        Assert.ThrowsExactly<ArgumentException>(() => optim.SGD(ps, 0.1, nesterov: true));
        Assert.ThrowsExactly<ArgumentException>(() => optim.SGD(ps, 0.1, 0.9, 0.1, nesterov: true));
        Assert.ThrowsExactly<ArgumentException>(() => optim.Adam(ps, beta1: 1));
        Assert.ThrowsExactly<ArgumentException>(() => optim.AdamW(ps, beta2: -0.1));
        Assert.ThrowsExactly<ArgumentException>(() => optim.RMSProp(ps, lr: -1));
    }

    [TestMethod]
    public void Groups_inherit_what_they_leave_open_and_move_at_their_own_rates()
    {
        Parameter a = Weight(), b = Weight(), c = Weight();
        using var optimizer = optim.SGD([new SGD.ParamGroup([a], lr: 1), new SGD.ParamGroup { Parameters = [b] }], 0.25);
        optimizer.add_param_group(new SGD.ParamGroup { Parameters = [c] });
        CollectionAssert.AreEqual(new[] { 1.0, 0.25, 0.25 }, optimizer.ParamGroups.Select(g => g.LearningRate).ToArray());
        optimizer.ParamGroups.Last().LearningRate = 0.5;
        optimizer.step();
        CollectionAssert.AreEqual(new[] { 0f, 0.75f, 0.5f }, new[] { a, b, c }.Select(p => p.item<float>()).ToArray());
        Assert.AreEqual(0.25, optimizer.ParamGroups.Last().InitialLearningRate);
        Assert.AreEqual(3, optimizer.parameters().Count());
        optimizer.Dispose();
        Assert.IsFalse(a.IsInvalid);
    }

    [TestMethod]
    public void Betas_and_momentum_are_set_for_all_groups()
    {
        using var adam = optim.Adam([new Adam.ParamGroup { Parameters = [Weight()] }, new Adam.ParamGroup([Weight()], beta1: 0.5)]);
        adam.Betas = (0.7, 0.8);
        Assert.IsTrue(adam.ParamGroups.All(g => ((optim.IBetas)g).Betas == (0.7, 0.8)));
        using var sgd = optim.SGD([Weight()], 0.1, 0.9);
        sgd.Momentum = 0.3;
        Assert.AreEqual(0.3, ((optim.IMomentum)sgd.ParamGroups.Single()).Momentum);
    }

    [TestMethod]
    public void Named_parameters_are_taken_too()
    {
        using var m = nn.Linear(2, 1);
        using var optimizer = optim.AdamW(m.named_parameters());
        Assert.AreEqual(2, optimizer.parameters().Count());
        Assert.ThrowsExactly<InvalidOperationException>(() => optim.LBFGS(m.named_parameters()));
        optim.LBFGS(m.named_parameters(), max_eval: 10).Dispose();
    }

    [TestMethod]
    public void L_BFGS_follows_the_rate_of_the_optimizer_and_not_of_its_group()
    {
        var p = new Parameter(tensor(new[] { 1.0 }));
        using var optimizer = optim.LBFGS([p], lr: 0.5, max_iter: 1);
        optimizer.ParamGroups.Single().LearningRate = 100;
        Tensor Loss()
        {
            optimizer.zero_grad();
            var l = p.sum() * 2;
            l.backward();
            return l;
        }
        optimizer.step(Loss);
        // The first step is scaled by one over the length of the gradient.
        Assert.AreEqual(1 - 0.5 * 0.5 * 2, p[0].item<double>(), 1e-12);
        optimizer.LearningRate = 0.25;
        optimizer.step(Loss);
        Assert.AreEqual(0.25, optimizer.LearningRate);
        Assert.AreEqual(0.5 - 0.25 * 2, p[0].item<double>(), 1e-12);
    }

    [TestMethod]
    public void State_is_outside_every_scope_and_a_step_leaves_nothing_behind()
    {
        var p = Weight();
        using var optimizer = optim.SGD([p], 0.1, 0.9);
        using (NewDisposeScope()) optimizer.step();
        var before = Tensor.TotalCount;
        optimizer.step();
        Assert.AreEqual(before, Tensor.TotalCount);
        var state = (SGD.State)optimizer.state_dict().State.Single();
        Assert.IsFalse(state.momentum_buffer.IsInvalid);
        Assert.AreEqual(1.9f, state.momentum_buffer.item<float>(), 1e-6f);
    }

    [TestMethod]
    public void The_state_dictionary_holds_the_live_objects_and_can_be_copied()
    {
        var (p, q) = (Weight(), Weight());
        using Adam a = optim.Adam([p]), b = optim.Adam([q]);
        a.step();
        var dictionary = a.state_dict();
        Assert.AreEqual(1, dictionary.Options.Count);
        CollectionAssert.AreEqual(new[] { 0 }, dictionary.StateIndexRef.Single());
        var state = (Adam.State)dictionary.State.Single();
        Assert.AreEqual(1L, state.step);
        b.load_state_dict(dictionary);
        var copy = (Adam.State)b.state_dict().State.Single();
        Assert.AreEqual(1L, copy.step);
        Assert.AreNotSame(state.exp_avg, copy.exp_avg);
        Assert.IsTrue(copy.ApproximatelyEquals(state));
        using var two = optim.Adam([Weight(), Weight()]);
        Assert.ThrowsExactly<ArgumentException>(() => two.load_state_dict(dictionary));
    }

    [TestMethod]
    public void The_state_file_starts_with_the_name_the_counts_and_the_rates()
    {
        var p = new Parameter(tensor(new[] { 1f }));
        using var optimizer = optim.SGD([p], 0.25, 0.5);
        p.grad = tensor(new[] { 2f });
        optimizer.step();
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        optimizer.save_state_dict(writer);
        using var reader = new BinaryReader(new MemoryStream(stream.ToArray()));
        Assert.AreEqual("SGD", reader.ReadString());
        Assert.AreEqual(1, reader.ReadByte());
        Assert.AreEqual(1, reader.ReadByte());
        CollectionAssert.AreEqual(new[] { 0.25, 0.25, 0.5, 0, 0 }, Enumerable.Range(0, 5).Select(_ => reader.ReadDouble()).ToArray());
        CollectionAssert.AreEqual(new byte[] { 0, 0, 1, 6, 1, 1, 0, 0, 0, 0x40 }, reader.ReadBytes(100));
    }

    [TestMethod]
    public void State_of_another_optimizer_or_of_other_groups_is_refused()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var sgd = optim.SGD([Weight()], 0.1);
            sgd.save_state_dict(path);
            Assert.ThrowsExactly<InvalidDataException>(() => optim.Adam([Weight()]).load_state_dict(path));
            Assert.ThrowsExactly<ArgumentException>(() => optim.SGD([Weight(), Weight()], 0.1).load_state_dict(path));
            Assert.ThrowsExactly<ArgumentException>(() => optim.SGD([new SGD.ParamGroup([Weight()]), new SGD.ParamGroup([])], 0.1).load_state_dict(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void A_step_between_forward_and_backward_is_noticed()
    {
        using var scope = NewDisposeScope();
        using var m = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1));
        using var optimizer = optim.SGD(m.parameters(), 0.1);
        var x = ones(1, 2);
        m.call(x).sum().backward();
        var late = m.call(x).sum();
        optimizer.step();
        Assert.ThrowsExactly<System.Runtime.InteropServices.ExternalException>(() => late.backward());
    }

    [TestMethod]
    public void A_small_network_learns_exclusive_or()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var m = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1));
        using var optimizer = optim.Adam(m.parameters(), 0.05);
        var x = tensor(new[] { 0f, 0, 0, 1, 1, 0, 1, 1 }, 4, 2);
        var y = tensor(new[] { 0f, 1, 1, 0 }, 4, 1);
        var loss = nn.BCEWithLogitsLoss();
        for (var i = 0; i < 200; i++)
        {
            using var step = NewDisposeScope();
            optimizer.zero_grad();
            loss.call(m.call(x), y).backward();
            optimizer.step();
        }
        Assert.IsTrue(loss.call(m.call(x), y).item<float>() < 0.05f);
    }
}
