using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Compat.TorchSharp.Tests;

[TestClass]
public class ModuleTests
{
    class Base(string name) : Module<Tensor, Tensor>(name)
    {
        private readonly Parameter hidden = new(zeros(1));
        protected readonly Parameter inherited = new(zeros(2));

        public Parameter Hidden => hidden;

        public override Tensor forward(Tensor input) => input + inherited[0];
    }

    sealed class Sample : Base
    {
        public readonly Parameter weight = new(ones(3));
        readonly Tensor mean = zeros(4);
        [ComponentName(Name = "renamed")] readonly Module<Tensor, Tensor> layer = Linear(3, 2);
        readonly Module<Tensor, Tensor>[] unseen = [Linear(2, 2)];
        readonly Tensor? absent = null;
        public Parameter Property { get; } = new(ones(5));

        public Sample(bool register = true) : base(nameof(Sample))
        {
            if (register) RegisterComponents();
        }

        public int Seen => unseen.Length + (absent is null ? 0 : 1) + (mean is null ? 0 : 1) + (layer is null ? 0 : 1);
    }

    sealed class Counter() : Module<Tensor, Tensor>(nameof(Counter))
    {
        public Action? Called;

        public override Tensor forward(Tensor input)
        {
            Called?.Invoke();
            return input + 1;
        }
    }

    sealed class Returning() : Module<Tensor, Tensor>(nameof(Returning))
    {
        public override Tensor forward(Tensor input) => input;
    }

    [TestMethod]
    public void Components_are_the_fields_of_the_most_derived_type_first_under_their_names()
    {
        using var m = new Sample();
        CollectionAssert.AreEqual(new[] { "weight", "<Property>k__BackingField", "inherited", "renamed.weight", "renamed.bias" },
            m.named_parameters().Select(p => p.name).ToArray());
        CollectionAssert.AreEqual(new[] { "mean" }, m.named_buffers().Select(b => b.name).ToArray());
        CollectionAssert.AreEqual(new[] { "renamed" }, m.named_children().Select(c => c.name).ToArray());
        CollectionAssert.AreEqual(new[] { "weight", "<Property>k__BackingField", "inherited", "renamed.weight", "renamed.bias", "mean" }, m.state_dict().Keys.ToArray());
        Assert.AreEqual(3, m.Seen);
    }

    [TestMethod]
    public void Nothing_is_registered_without_asking_unless_a_parent_does()
    {
        using var alone = new Sample(register: false);
        Assert.AreEqual(0, alone.parameters().Count());
        using var parent = ModuleList<Module<Tensor, Tensor>>(alone);
        Assert.AreEqual(0, alone.parameters().Count());
        using var top = ModuleList<Module>(parent);
        using var holder = new Holder(top);
        Assert.AreEqual(5, alone.parameters().Count());
        Assert.AreEqual("inner.0.0.weight", holder.named_parameters().First().name);

        using var other = new Sample(register: false);
        using var sequence = Sequential(other);
        using var second = new Holder(sequence);
        Assert.AreEqual(0, second.parameters().Count());
    }

    sealed class Holder : Module<Tensor, Tensor>
    {
        readonly Module inner;

        public Holder(Module inner) : base(nameof(Holder))
        {
            this.inner = inner;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => inner is Module<Tensor, Tensor> m ? m.call(input) : input.alias();
    }

    [TestMethod]
    public void Registering_by_hand_refuses_bad_and_taken_names()
    {
        using var m = new Sample();
        Assert.ThrowsExactly<ArgumentException>(() => m.register_module("", ReLU()));
        Assert.ThrowsExactly<ArgumentException>(() => m.register_module("a.b", ReLU()));
        Assert.ThrowsExactly<InvalidOperationException>(() => m.register_module("renamed", ReLU()));
        Assert.ThrowsExactly<InvalidOperationException>(() => m.register_parameter("weight", new Parameter(ones(1))));
        Assert.ThrowsExactly<ArgumentNullException>(() => m.register_parameter("none", null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => m.register_buffer("none", null!));
        m.register_module("renamed", null!);
        Assert.AreEqual(0, m.children().Count());
        m.register_buffer("passing", zeros(1), persistent: false);
        Assert.IsFalse(m.named_buffers().Any(b => b.name == "passing"));
    }

    [TestMethod]
    public void A_parameter_under_two_names_is_listed_once_under_the_first()
    {
        using var m = new Sample();
        m.register_parameter("again", m.weight);
        Assert.AreEqual(5, m.parameters().Count());
        Assert.AreSame(m.weight, m.get_parameter("again"));
    }

    [TestMethod]
    public void Parts_are_found_by_dotted_names_and_unknown_ones_are_null()
    {
        using var m = new Sample();
        Assert.AreSame(m.named_parameters().Single(p => p.name == "renamed.bias").parameter, m.get_parameter("renamed.bias"));
        Assert.IsTrue(m.has_buffer("mean"));
        Assert.IsFalse(m.has_parameter("renamed.other"));
        Assert.IsNull(m.get_buffer("nobody.home"));
    }

    [TestMethod]
    public void Modules_come_children_first_and_without_the_module_itself()
    {
        using var m = new Holder(new Holder(Sequential(("a", Linear(1, 1)), ("b", ReLU()))));
        CollectionAssert.AreEqual(new[] { "inner", "inner.inner", "inner.inner.a", "inner.inner.b" }, m.named_modules().Select(x => x.name).ToArray());
        var order = new List<string>();
        m.apply(x => order.Add(x.GetName()));
        CollectionAssert.AreEqual(new[] { "Linear", "ReLU", "Sequential", "Holder", "Holder" }, order);
    }

    [TestMethod]
    public void Training_mode_reaches_all_parts_except_that_a_sequence_keeps_its_own()
    {
        using var dropout = Dropout();
        using var sequence = Sequential(dropout);
        using var m = new Holder(sequence);
        m.eval();
        Assert.IsFalse(m.training);
        Assert.IsFalse(dropout.training);
        Assert.IsTrue(sequence.training);
        m.train();
        Assert.IsTrue(dropout.training);
    }

    [TestMethod]
    public void Call_runs_hooks_around_forward_and_forward_alone_does_not()
    {
        using var scope = NewDisposeScope();
        using var m = new Counter();
        var order = new List<string>();
        m.Called = () => order.Add("forward");
        var a = m.register_forward_pre_hook(_ => order.Add("module pre"));
        var b = m.register_forward_pre_hook((_, input) =>
        {
            order.Add("pre");
            return input * 10;
        });
        var c = m.register_forward_hook((_, input, output) =>
        {
            order.Add("post");
            return output + input;
        });
        var d = m.register_forward_hook(_ => order.Add("module post"));
        Assert.AreEqual(21f, m.call(ones(1)).item<float>());
        CollectionAssert.AreEqual(new[] { "module pre", "pre", "forward", "post", "module post" }, order);
        Assert.AreEqual(2f, m.forward(ones(1)).item<float>());
        Assert.AreEqual(6, order.Count);
        a.remove();
        b.remove();
        c.remove();
        d.remove();
        Assert.AreEqual(2f, m.call(ones(1)).item<float>());
        Assert.AreEqual(7, order.Count);
    }

    [TestMethod]
    public void A_new_parameter_takes_its_tensor_over()
    {
        var data = ones(2);
        using var parameter = new Parameter(data);
        Assert.IsTrue(data.IsInvalid);
        Assert.IsTrue(parameter.requires_grad);
        Assert.IsTrue(parameter.is_leaf);
        Assert.IsFalse(new Parameter(ones(1), false).requires_grad);
    }

    [TestMethod]
    public void Parameters_of_layers_outlive_the_scope_they_were_made_in()
    {
        Module<Tensor, Tensor>[] layers;
        using (NewDisposeScope())
            layers = [Linear(2, 2), Conv2d(1, 1, 2), BatchNorm1d(2), LayerNorm(2), Embedding(3, 2), PReLU(1), TransformerEncoderLayer(2, 1, 2)];
        foreach (var layer in layers)
        {
            Assert.IsTrue(layer.state_dict().Count > 0 && layer.state_dict().Values.All(t => !t.IsInvalid), layer.GetName());
            layer.Dispose();
            Assert.AreEqual(0, layer.parameters().Count());
        }
    }

    [TestMethod]
    public void Zeroing_gradients_of_a_module_forgets_them_by_default()
    {
        using var scope = NewDisposeScope();
        using var m = Linear(2, 1);
        m.call(ones(1, 2)).sum().backward();
        m.zero_grad(set_to_none: false);
        Assert.AreEqual(0f, m.get_parameter("weight").grad!.abs().sum().item<float>());
        m.zero_grad();
        Assert.IsNull(m.get_parameter("weight").grad);
    }

    [TestMethod]
    public void Reading_a_weight_gives_another_object_for_the_same_storage()
    {
        using var m = Linear(2, 1);
        using (var w = m.weight)
        using (no_grad())
            w.zero_();
        Assert.AreEqual(0f, m.get_parameter("weight").abs().sum().item<float>());
        m.weight = new Parameter(ones(1, 2));
        m.bias = new Parameter(zeros(1));
        Assert.AreEqual(5f, m.call(tensor(new[] { 2f, 3f }, 1, 2)).item<float>());
        Assert.AreEqual(2, m.parameters().Count());
    }
}
