namespace DeepML.Networks.Tests.Weights;

/// <summary>Operations and constants of ONNX models, written field by field.</summary>
[TestClass]
public sealed class OnnxFileTests
{
    [TestMethod]
    public void Operations_come_in_their_order_with_names_and_constants_with_their_numbers()
    {
        var read = OnnxFile.Read(OnnxMessage.Model(
            [("Conv", ["x", "w"], ["y"]), ("Relu", ["y"], ["ä"])], [("w", [1, 2], [1.5f, -3]), ("one", [], [7])]));
        CollectionAssert.AreEqual(new[] { "Conv", "Relu" }, read.Operations.Select(node => node.Kind).ToArray());
        CollectionAssert.AreEqual(new[] { "x", "w" }, read.Operations[0].Inputs.ToArray());
        Assert.AreEqual("ä", read.Operations[1].Outputs.Single());
        CollectionAssert.AreEqual(new long[] { 1, 2 }, read.Constants["w"].Shape);
        CollectionAssert.AreEqual(new[] { 1.5f, -3 }, read.Constants["w"].Numbers);
        Assert.IsEmpty(read.Constants["one"].Shape);
        Assert.AreEqual(7f, read.Constants["one"].Numbers.Single());
    }

    [TestMethod]
    public void Sizes_and_numbers_that_are_packed_are_read_alike()
    {
        var tensor = new OnnxMessage()
            .Block(1, [2, 0x80, 0x01]) // 2 and 128, in one field
            .Number(2, 1).Text(8, "w").Block(4, new byte[256 * 4]);
        var read = OnnxFile.Read(InGraph(tensor));
        CollectionAssert.AreEqual(new long[] { 2, 128 }, read.Constants["w"].Shape);
        Assert.HasCount(256, read.Constants["w"].Numbers);
    }

    [TestMethod]
    public void Constants_of_other_types_are_passed_over()
    {
        var read = OnnxFile.Read(InGraph(OnnxMessage.Constant("whole", [1], 7, [0, 0]))); // int64
        Assert.IsEmpty(read.Constants);
    }

    [TestMethod]
    public void Fields_that_nothing_here_needs_are_passed_over_whatever_their_type()
    {
        var tensor = OnnxMessage.Constant("w", [1], 1, [4])
            .Fixed(20, new byte[8]).Fixed(21, new byte[4]).Number(22, ulong.MaxValue).Text(23, "?");
        Assert.AreEqual(4f, OnnxFile.Read(InGraph(tensor)).Constants["w"].Numbers.Single());
    }

    [TestMethod]
    [DataRow(new long[] { 3 }, 2, DisplayName = "too few numbers")]
    [DataRow(new long[] { 1 }, 2, DisplayName = "too many numbers")]
    [DataRow(new long[] { -1, -2 }, 2, DisplayName = "sizes below 0")]
    [DataRow(new long[] { long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue }, 1, DisplayName = "more than any memory holds")]
    public void A_constant_whose_sizes_do_not_fit_its_numbers_is_refused_by_name(long[] shape, int count)
    {
        var e = Assert.ThrowsExactly<FormatException>(
            () => OnnxFile.Read(InGraph(OnnxMessage.Constant("w", shape, 1, new float[count]))));
        Assert.AreEqual($"The constant 'w' [{string.Join('x', shape)}] has {count * 4} bytes.", e.Message);
    }

    [TestMethod]
    public void Bytes_that_make_no_whole_number_of_numbers_are_refused()
    {
        var tensor = new OnnxMessage().Number(1, 1).Number(2, 1).Text(8, "w").Block(9, new byte[6]);
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => OnnxFile.Read(InGraph(tensor))).Message, "has 6 bytes");
    }

    [TestMethod]
    public void A_model_cut_anywhere_is_refused()
    {
        var model = OnnxMessage.Model([("Conv", ["x", "w"], ["y"])], [("w", [2], [1, 2])]);
        for (var length = 0; length < model.Length; length++)
            Assert.ThrowsExactly<FormatException>(() => OnnxFile.Read(model.AsMemory(0, length)), $"cut after {length} bytes");
    }

    [TestMethod]
    [DataRow(new byte[] { 8, 1 }, "has no graph", DisplayName = "a message without a graph")]
    [DataRow(new byte[] { 0x3b, 1 }, "no ONNX model, or damaged", DisplayName = "a group, which no model has")]
    [DataRow(new byte[] { 8, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1 }, "more than 64 bits", DisplayName = "an endless number")]
    [DataRow(new byte[] { 58, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1 }, "damaged or cut off", DisplayName = "an endless graph")]
    public void What_is_no_model_is_refused_with_words(byte[] file, string says) =>
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => OnnxFile.Read(file)).Message, says);

    private static byte[] InGraph(OnnxMessage tensor) => new OnnxMessage().Block(7, new OnnxMessage().Block(5, tensor.Bytes).Bytes).Bytes;
}
