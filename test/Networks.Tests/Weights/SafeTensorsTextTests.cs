using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Weights;

/// <summary>Texts beside tensors, what files are instead, and pieces of tensors.</summary>
[TestClass]
public sealed class SafeTensorsTextTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Texts_come_back_beside_the_tensors_and_are_no_tensors()
    {
        var texts = new Dictionary<string, string> { ["kind"] = "ä \"quoted\"\n", [""] = "" };
        var file = Written(new() { ["a"] = ones(2) }, texts);
        var read = SafeTensors.ReadMetadata(Reader(file));
        CollectionAssert.AreEquivalent(texts.ToArray(), read.ToArray());
        CollectionAssert.AreEqual(new[] { "a" }, SafeTensors.Read(Reader(file)).Keys.ToArray());
        var targets = new Dictionary<string, Tensor> { ["a"] = zeros(2) };
        SafeTensors.ReadInto(Reader(file), targets);
        TensorAssert.Holds([1, 1], targets["a"], 0);
    }

    [TestMethod]
    public void A_file_without_texts_has_none()
    {
        Assert.IsEmpty(SafeTensors.ReadMetadata(Reader(Written(new() { ["a"] = ones(2) }, null))));
        Assert.IsEmpty(SafeTensors.ReadMetadata(Reader(Written([], new Dictionary<string, string>()))));
        Assert.IsEmpty(SafeTensors.Read(Reader(Written([], null))));
    }

    [TestMethod]
    [DataRow("""{"__metadata__":7}""")]
    [DataRow("""{"__metadata__":{"a":7}}""")]
    [DataRow("[]")]
    public void Texts_that_are_none_are_damage(string header)
    {
        var text = Encoding.UTF8.GetBytes(header);
        byte[] file = [.. BitConverter.GetBytes((long)text.Length), .. text];
        StringAssert.StartsWith(
            Assert.ThrowsExactly<FormatException>(() => SafeTensors.ReadMetadata(Reader(file))).Message, "The weights' header is damaged:");
    }

    [TestMethod]
    public void Tensors_lie_in_the_order_of_their_names_without_gaps()
    {
        var file = Written(new() { ["b"] = tensor(2f), ["B"] = tensor(1f), ["a.c"] = tensor(new byte[] { 9 }), ["a"] = zeros(0) }, null);
        var length = BitConverter.ToInt64(file);
        Assert.AreEqual(
            """{"B":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[0],"data_offsets":[4,4]},"""
                + """
                "a.c":{"dtype":"U8","shape":[1],"data_offsets":[4,5]},"b":{"dtype":"F32","shape":[],"data_offsets":[5,9]}}
                """,
            Encoding.UTF8.GetString(file, 8, (int)length));
        CollectionAssert.AreEqual(new byte[] { 0, 0, 128, 63, 9, 0, 0, 0, 64 }, file[(8 + (int)length)..]);
    }

    [TestMethod]
    public void Tensors_that_lie_in_another_order_than_their_names_are_read_too()
    {
        const string Header = """
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[2,6]},"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}
            """;
        var text = Encoding.UTF8.GetBytes(Header);
        byte[] file = [.. BitConverter.GetBytes((long)text.Length), .. text, 3, 4, 0, 0, 128, 63];
        var read = SafeTensors.Read(Reader(file));
        Assert.AreEqual(1f, read["a"].item<float>());
        CollectionAssert.AreEqual(new byte[] { 3, 4 }, read["b"].bytes.ToArray());
    }

    [TestMethod]
    [DataRow("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""",
        "at byte 2; 4")]
    [DataRow("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", "damaged")]
    [DataRow("""{"a":null}""", "'a' is not described")]
    [DataRow("""{"a":{"dtype":"F32","data_offsets":[0,4]}}""", "no valid shape or place")]
    [DataRow("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", "type '', which is not supported")]
    public void Entries_that_overlap_or_lack_something_are_refused(string header, string says)
    {
        var text = Encoding.UTF8.GetBytes(header);
        byte[] file = [.. BitConverter.GetBytes((long)text.Length), .. text, 0, 0, 0, 0, 0, 0, 0, 0];
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => SafeTensors.Read(Reader(file))).Message, says);
    }

    [TestMethod]
    public void A_type_that_the_format_has_not_is_refused_when_written() => Assert.AreEqual(
        "Weights of type ComplexFloat32 cannot be saved.",
        Assert.ThrowsExactly<NotSupportedException>(
            () => Written(new() { ["a"] = zeros(1, dtype: ScalarType.ComplexFloat32) }, null)).Message);

    [TestMethod]
    public void Rows_of_a_turned_tensor_are_written_in_the_order_of_its_places()
    {
        var turned = arange(6, dtype: ScalarType.Float32).view(2, 3).t();
        TensorAssert.Holds([0, 3, 1, 4, 2, 5], SafeTensors.Read(Reader(Written(new() { ["a"] = turned }, null)))["a"], 0);
    }

    [TestMethod]
    public void A_weight_that_learns_is_written_without_its_graph_and_read_as_a_plain_tensor()
    {
        var learned = (ones(2).requires_grad_() * 3).alias();
        var read = SafeTensors.Read(Reader(Written(new() { ["a"] = learned }, null)))["a"];
        Assert.IsFalse(read.requires_grad);
        TensorAssert.Holds([3, 3], read, 0);
    }

    [TestMethod]
    [DataRow(new byte[] { 0x80, 2, 0 }, true)]
    [DataRow(new byte[] { 0x80, 5 }, true)]
    [DataRow(new byte[] { 0x80, 1 }, false)]
    [DataRow(new byte[] { 0x80, 6 }, false)]
    [DataRow(new byte[] { 0x80 }, false)]
    [DataRow(new byte[] { }, false)]
    [DataRow(new byte[] { (byte)'P', (byte)'K', 3, 4 }, false)]
    public void A_file_of_an_older_torch_is_known_by_its_first_bytes(byte[] start, bool known)
    {
        if (known)
            StringAssert.Contains(SafeTensors.WhatElse(start), "torch.save(torch.load(path, weights_only=True), new_path)");
        else
            Assert.IsNull(SafeTensors.WhatElse(start));
    }

    [TestMethod]
    [DataRow(new byte[] { (byte)'P', (byte)'K', 3, 4, 0 }, true)]
    [DataRow(new byte[] { (byte)'P', (byte)'K', 3 }, false)]
    [DataRow(new byte[] { (byte)'P', (byte)'K', 5, 6 }, false)]
    public void A_file_of_a_newer_torch_begins_as_a_zip_file(byte[] start, bool known) => Assert.AreEqual(known, PyTorchFile.Is(start));

    [TestMethod]
    public void The_end_that_is_missing_is_told_with_its_bytes()
    {
        using var stream = new MemoryStream(new byte[10]);
        var e = Assert.ThrowsExactly<FormatException>(() => TensorPieces.ReadInto(stream, "w", zeros(4)));
        Assert.AreEqual("Weight 'w' ends 6 bytes early: the file is truncated.", e.Message);
    }

    [TestMethod]
    public void A_file_that_claims_more_than_it_holds_is_refused_before_memory_is_taken()
    {
        using var stream = new MemoryStream(new byte[16]);
        stream.Position = 4;
        var e = Assert.ThrowsExactly<FormatException>(() => TensorPieces.Read(stream, "w", [1L << 40], ScalarType.Float32));
        Assert.AreEqual($"Weight 'w' ends {(4L << 40) - 12} bytes early: the file is truncated.", e.Message);
    }

    [TestMethod]
    public void A_weight_that_is_no_number_is_found_by_name()
    {
        using var network = nn.Sequential(("b", nn.Linear(2, 2)), ("a", nn.BatchNorm1d(2)));
        var weights = network.state_dict();
        Assert.IsNull(NetworkWeights.FirstNotFinite(weights, network, parametersOnly: false));
        using (no_grad())
        {
            weights["b.weight"][1, 0] = float.NaN;
            Assert.AreEqual("b.weight", NetworkWeights.FirstNotFinite(weights, network, parametersOnly: false));
            weights["a.running_var"][1] = float.PositiveInfinity;
        }
        Assert.AreEqual("a.running_var", NetworkWeights.FirstNotFinite(weights, network, parametersOnly: false), "the first of both");
        Assert.AreEqual("b.weight", NetworkWeights.FirstNotFinite(weights, network, parametersOnly: true));
        weights.Remove("b.weight");
        Assert.IsNull(NetworkWeights.FirstNotFinite(weights, network, parametersOnly: true), "what is not asked about");
    }

    [TestMethod]
    [DataRow(50, 1.0)]
    [DataRow(200, 0.5)]
    [DataRow(5000, 0.1)]
    public void Numbers_of_many_keys_begin_the_smaller_the_more_there_are(int keys, double deviation)
    {
        manual_seed(1);
        using var embedding = WeightRoom.SmallEmbedding(keys, 64);
        Assert.AreEqual(deviation, embedding.weight!.std().item<float>(), deviation * 0.05);
        Assert.IsTrue(embedding.weight!.requires_grad);
    }

    private static BinaryReader Reader(byte[] bytes) => new(new MemoryStream(bytes));

    private static byte[] Written(Dictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? texts)
    {
        var stream = new MemoryStream();
        SafeTensors.Write(new BinaryWriter(stream), tensors, texts);
        return stream.ToArray();
    }
}
