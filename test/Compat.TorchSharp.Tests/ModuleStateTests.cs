using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Compat.TorchSharp.Tests;

[TestClass]
public class ModuleStateTests
{
    sealed class Net : Module<Tensor, Tensor>
    {
        public readonly Module<Tensor, Tensor> first = Linear(2, 3), norm = BatchNorm1d(3);
        public Parameter scale = new(ones(3));
        public Tensor count = zeros(1, int64), shift = zeros(3);

        public Net() : base(nameof(Net)) => RegisterComponents();

        public override Tensor forward(Tensor input) => norm.call(first.call(input)) * scale + shift;
    }

    [TestMethod]
    public void Conversion_replaces_what_differs_carries_gradients_and_updates_fields()
    {
        using var m = new Net();
        using var x = rand(4, 2);
        m.call(x).sum().backward();
        var (scale, count) = (m.scale, m.count);
        Assert.AreSame(m, m.@float());
        Assert.AreSame(scale, m.scale);
        Net same;
        using (NewDisposeScope()) same = m.@double();
        Assert.AreSame(m, same);
        Assert.IsTrue(scale.IsInvalid);
        Assert.AreSame(m.scale, m.get_parameter("scale"));
        Assert.AreEqual(float64, m.scale.dtype);
        Assert.AreEqual(float64, m.scale.grad!.dtype);
        Assert.AreEqual(float64, m.shift.dtype);
        Assert.AreSame(count, m.count);
        Assert.IsTrue(m.parameters().All(p => p.requires_grad && p.is_leaf && p.dtype == float64));
        Assert.AreEqual(int64, m.get_buffer("norm.num_batches_tracked").dtype);
        using var y = m.call(x.to(float64));
        Assert.AreEqual(float64, y.dtype);
        Assert.ThrowsExactly<ArgumentException>(() => m.to(int64));
        Assert.AreSame(m, m.cpu().to(CPU).to("cpu").to(zeros(1)));
        Assert.AreEqual(float32, m.scale.dtype);
    }

    [TestMethod]
    public void State_is_copied_between_modules_and_differences_are_reported()
    {
        using Net a = new(), b = new();
        using (no_grad()) a.scale.fill_(7f);
        var state = a.state_dict();
        Assert.AreSame(a.scale, state["scale"]);
        var (missing, unexpected) = b.load_state_dict(state);
        Assert.AreEqual(0, missing.Count + unexpected.Count);
        Assert.AreEqual(7f, b.scale[0].item<float>());
        state.Remove("shift");
        state["other"] = ones(1);
        Assert.ThrowsExactly<InvalidOperationException>(() => b.load_state_dict(state));
        (missing, unexpected) = b.load_state_dict(state, strict: false);
        CollectionAssert.AreEqual(new[] { "shift" }, missing.ToArray());
        CollectionAssert.AreEqual(new[] { "other" }, unexpected.ToArray());
        (missing, unexpected) = b.load_state_dict(state, skip: ["shift", "other"]);
        Assert.AreEqual(0, missing.Count + unexpected.Count);
    }

    [TestMethod]
    public void The_file_is_a_count_and_records_of_name_type_shape_and_bytes()
    {
        var m = Sequential(("a", PReLU(2, 1.5)));
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        m.save(writer);
        byte[] expected = [1, 8, .. "a.weight"u8, 6, 1, 2, 0, 0, 0xC0, 0x3F, 0, 0, 0xC0, 0x3F];
        CollectionAssert.AreEqual(expected, stream.ToArray());
    }

    [TestMethod]
    public void A_saved_module_comes_back_and_mismatches_are_refused()
    {
        var path = Path.GetTempFileName();
        try
        {
            using Net a = new(), b = new();
            using (no_grad()) a.scale.fill_(7f);
            a.save(path);
            var loaded = new Dictionary<string, bool>();
            b.load(path, loadedParameters: loaded);
            Assert.AreEqual(7f, b.scale[0].item<float>());
            Assert.IsTrue(loaded.Values.All(v => v) && loaded.Count == a.state_dict().Count);

            using var partial = new Net();
            partial.load(path, skip: ["scale"]);
            Assert.AreEqual(1f, partial.scale[0].item<float>());

            using var fewer = Linear(2, 3);
            Assert.ThrowsExactly<ArgumentException>(() => fewer.load(path));
            var found = new Dictionary<string, bool>();
            fewer.load(path, strict: false, loadedParameters: found);
            Assert.IsTrue(found.Values.All(v => !v));
            using var wider = new Net();
            wider.scale.Dispose();
            using var other = Linear(2, 4);
            Linear(2, 3).save(path);
            Assert.ThrowsExactly<ArgumentException>(() => other.load(path));
            Assert.ThrowsExactly<ArgumentException>(() => Linear(2, 3).@double().load(path));
            Assert.ThrowsExactly<FileNotFoundException>(() => other.load(path + ".none"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void Streams_are_closed_and_readers_are_left_open()
    {
        using var m = Linear(1, 1);
        var stream = new MemoryStream();
        m.save(stream);
        Assert.IsFalse(stream.CanWrite);
        var bytes = new MemoryStream(stream.ToArray());
        var reader = new BinaryReader(bytes);
        m.load(reader);
        Assert.IsTrue(bytes.CanRead);
        bytes.Position = 0;
        m.load(bytes);
        Assert.IsFalse(bytes.CanRead);
    }

    [TestMethod]
    public void Layers_list_their_state_under_the_names_of_PyTorch()
    {
        void Check(Module m, params string[] keys) => CollectionAssert.AreEqual(keys, m.state_dict().Keys.ToArray(), m.GetName());
        Check(BatchNorm2d(2), "weight", "bias", "running_mean", "running_var", "num_batches_tracked");
        Check(InstanceNorm2d(2));
        Check(LSTM(2, 3, 2, bidirectional: true), [.. new[] { "l0", "l0_reverse", "l1", "l1_reverse" }
            .SelectMany(l => new[] { $"weight_ih_{l}", $"weight_hh_{l}", $"bias_ih_{l}", $"bias_hh_{l}" })]);
        Check(GRUCell(2, 3), "weight_ih", "weight_hh", "bias_ih", "bias_hh");
        Check(MultiheadAttention(4, 2), "in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias");
        var encoder = TransformerEncoder(TransformerEncoderLayer(4, 2, 8), 2);
        Assert.AreEqual("layers.1.self_attn.in_proj_weight", encoder.state_dict().Keys.ElementAt(12));
        Assert.AreEqual(0, encoder.children().Count());
        Assert.IsTrue(encoder.get_parameter("layers.0.linear1.weight").Equals(encoder.get_parameter("layers.1.linear1.weight")));
        Assert.AreNotSame(encoder.get_parameter("layers.0.linear1.weight"), encoder.get_parameter("layers.1.linear1.weight"));
    }
}
