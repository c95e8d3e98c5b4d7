using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Compat.TorchSharp.Tests;

[TestClass]
public class ModuleContainerTests
{
    sealed class Returning() : Module<Tensor, Tensor>(nameof(Returning))
    {
        public override Tensor forward(Tensor input) => input;
    }

    [TestMethod]
    public void A_sequence_disposes_what_lies_between_its_ends_only()
    {
        using var x = rand(2, 3);
        using var m = Sequential(Linear(3, 4), ReLU(), Dropout(), Identity(), Flatten(), Linear(4, 1));
        m.eval();
        var before = Tensor.TotalCount;
        using (no_grad())
        using (var y = m.call(x))
            Assert.AreEqual(before + 1, Tensor.TotalCount);
        Assert.IsFalse(x.IsInvalid);
    }

    [TestMethod]
    public void A_child_that_returns_its_argument_costs_the_caller_the_input()
    {
        var x = rand(2, 3);
        using var m = Sequential(new Returning(), ReLU());
        using var y = m.call(x);
        Assert.IsTrue(x.IsInvalid);
    }

    [TestMethod]
    public void An_empty_sequence_gives_another_object_for_its_input()
    {
        using var x = rand(2);
        using var y = Sequential().call(x);
        Assert.AreNotSame(x, y);
        Assert.IsTrue(x.Equals(y));
    }

    [TestMethod]
    public void Sequences_number_or_name_their_modules_and_can_be_cut()
    {
        using var m = Sequential(Linear(1, 2), ReLU()).append(Linear(2, 3)).append("last", Linear(3, 4));
        CollectionAssert.AreEqual(new[] { "0", "1", "2", "last" }, m.named_children().Select(c => c.name).ToArray());
        CollectionAssert.AreEqual(new[] { "0.weight", "0.bias", "2.weight", "2.bias", "last.weight", "last.bias" }, m.named_parameters().Select(p => p.name).ToArray());
        Assert.AreEqual(0, m.parameters(recurse: false).Count());
        Assert.AreEqual(2, m[2..].Count);
        Assert.AreEqual(3, m[(null, 3)].Count);
        Assert.AreSame(m[3], m[^1..][0]);
        Assert.AreEqual(2, Sequential([("a", Linear(1, 1)), ("b", ReLU())]).Count);
    }

    [TestMethod]
    public void Lists_register_their_modules_once_when_they_are_registered()
    {
        var list = ModuleList(Linear(1, 1), Linear(1, 1));
        var owner = new Owner(list);
        list.Add(Linear(1, 1));
        Assert.AreEqual(3, list.Count);
        Assert.AreEqual(4, owner.parameters().Count());
        CollectionAssert.AreEqual(new[] { "parts.0.weight", "parts.0.bias", "parts.1.weight", "parts.1.bias" }, owner.named_parameters().Select(p => p.name).ToArray());
    }

    sealed class Owner : Module<Tensor, Tensor>
    {
        readonly Module parts;

        public Owner(Module parts) : base(nameof(Owner))
        {
            this.parts = parts;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => parts is null ? input : input.alias();
    }
}
