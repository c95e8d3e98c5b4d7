using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Transfer;

[TestClass]
public sealed class TransferFileTests
{
    private readonly string _file = Path.GetTempFileName();

    [TestCleanup]
    public void RemoveFile() => File.Delete(_file);

    [TestMethod]
    public void What_is_known_of_weights_comes_back_with_them()
    {
        using var scope = NewDisposeScope();
        using var weights = TransferWeights.CopyOf(new Dictionary<string, Tensor> { ["a"] = rand(2, 3), ["b"] = rand(4) }) with
        {
            Vocabulary = ["\"zwölf\"", "", "две"],
            HiddenFunction = TransferWeights.FunctionOf(Activation.LeakyReLU, 0.25),
        };
        TransferFile.Write(_file, weights);
        using var read = TransferFile.Read(_file);
        CollectionAssert.AreEqual(weights.Vocabulary!.ToArray(), read.Vocabulary!.ToArray());
        Assert.AreEqual("LeakyReLU 0.25", read.HiddenFunction);
        foreach (var name in new[] { "a", "b" })
            Assert.IsTrue(weights.Weights[name].equal(read.Weights[name]).all().item<bool>());
    }

    [TestMethod]
    public void A_file_of_another_program_has_weights_alone()
    {
        using var scope = NewDisposeScope();
        using (var writer = new BinaryWriter(File.Create(_file)))
            SafeTensors.Write(writer, new Dictionary<string, Tensor> { ["a"] = rand(2) });
        using var read = TransferFile.Read(_file);
        Assert.IsNull(read.Vocabulary);
        Assert.IsNull(read.HiddenFunction);
        Assert.HasCount(1, read.Weights);
    }

    [TestMethod]
    public void A_damaged_file_is_named()
    {
        File.WriteAllBytes(_file, [80, 75, 3, 4, 0, 0, 0, 0, 0]);
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => TransferFile.Read(_file)).Message, "The zip file is damaged");
        using (var writer = new BinaryWriter(File.Create(_file)))
            SafeTensors.Write(
                writer, new Dictionary<string, Tensor>(), new Dictionary<string, string> { ["vocabulary"] = "no list" });
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => TransferFile.Read(_file)).Message, $"'{_file}' cannot be read");
    }
}
