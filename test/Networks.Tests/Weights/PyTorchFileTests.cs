using System.IO.Compression;
using System.Text;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Weights;

/// <summary>Files of Python's torch.save, written by pytorch_weights.py.</summary>
[TestClass]
public sealed class PyTorchFileTests
{
    [TestMethod]
    public void Tensors_of_every_type_and_form_are_read_as_python_has_them()
    {
        using var scope = NewDisposeScope();
        var read = Read("state.pt");
        using var numbers = arange(24, dtype: ScalarType.Float32);
        AreEqual(numbers.reshape(2, 3, 4), read["plain"]);
        AreEqual(numbers.reshape(4, 6).t(), read["turned"]);
        AreEqual(numbers.reshape(4, 6)[TensorIndex.Slice(1, 3), TensorIndex.Slice(2, 5)], read["slice"]);
        AreEqual(numbers[TensorIndex.Slice(1, null, 2)], read["every.other"]);
        AreEqual(numbers[TensorIndex.Slice(0, 6)], read["tied.first"]);
        AreEqual(numbers[TensorIndex.Slice(6, 12)], read["tied.second"]);
        AreEqual(tensor(new[] { 0.1, -2.5 }), read["double"]);
        AreEqual(tensor(new[] { 0.5f, -1.5f }).to(ScalarType.Float16), read["half"]);
        AreEqual(tensor(new[] { 3f, -0.25f }).to(ScalarType.BFloat16), read["brain"]);
        AreEqual(tensor(new[] { 1L << 40, -1 }), read["long"]);
        AreEqual(tensor(new byte[] { 0, 255 }), read["byte"]);
        AreEqual(tensor(new[] { true, false }), read["truth"]);
        AreEqual(tensor(7f), read["scalar"]);
        AreEqual(zeros(0, 3), read["empty"]);
        AreEqual(tensor(new[,] { { 1f, 2f } }), read["parameter"]);
        Assert.HasCount(15, read);
    }

    [TestMethod]
    public void Of_a_checkpoint_the_state_dictionary_is_taken()
    {
        using var scope = NewDisposeScope();
        CollectionAssert.AreEqual(
            new[] { "bias", "num_batches_tracked", "running_mean", "running_var", "weight" }, Read("checkpoint.pt").Keys.Order().ToArray());
    }

    [TestMethod]
    public void A_module_is_refused_by_the_name_of_its_class() => StringAssert.Contains(
        Refused(Resource("module.pt")), "It calls 'torch.nn.modules.batchnorm.BatchNorm1d', and nothing but tensors is read.");

    [TestMethod]
    [DataRow("cos\nsystem\nX\u0002\0\0\0lsq\u0001\u0085R.", "It calls 'os.system'", DisplayName = "a command")]
    [DataRow("cbuiltins\neval\nX\u0001\0\0\01\u0085R.", "It calls 'builtins.eval'", DisplayName = "an expression")]
    [DataRow("ccollections\nOrderedDict\nX\u0001\0\0\01\u0085R.", "It calls 'collections.OrderedDict'", DisplayName = "arguments too many")]
    [DataRow("(ios\nsystem\n.", "has the code 0x69", DisplayName = "an instance")]
    [DataRow("cos\nsystem\n.", "The file is 'os.system' where names with tensors are needed", DisplayName = "a function")]
    [DataRow("X\u0002\0\0\0ab.", "The file is a text where", DisplayName = "a text")]
    [DataRow("}X\u0001\0\0\0aK\u0005s.", "'a' is a number where a tensor is needed", DisplayName = "a number")]
    [DataRow("}X\u0001\0\0\0a]s.", "'a' is a list where a tensor is needed", DisplayName = "a list")]
    [DataRow("}K\u0001K\u0001s.", "'1' is a name, and no text", DisplayName = "a number for a name")]
    [DataRow("}X\u000a\0\0\0state_dictNs.", "'state_dict' is nothing where", DisplayName = "no state")]
    [DataRow("X\u00ff\u00ff\0\0a.", "damaged or cut off", DisplayName = "a length beyond the end")]
    [DataRow("X\u00ff\u00ff\u00ff\u00ffa.", "damaged or cut off", DisplayName = "a length below 0")]
    [DataRow("s.", "damaged or cut off", DisplayName = "nothing on the stack")]
    [DataRow("h\u0007.", "damaged or cut off", DisplayName = "nothing remembered")]
    [DataRow("t.", "damaged or cut off", DisplayName = "no mark")]
    [DataRow("NQ.", "storage is described in a way that is not known", DisplayName = "nothing outside")]
    [DataRow("\u008a\u0010aaaaaaaaaaaaaaaa.", "a whole number of 16 bytes", DisplayName = "a long number")]
    public void A_pickle_that_is_more_than_names_and_tensors_is_refused_and_not_run(string pickle, string says) =>
        StringAssert.Contains(Refused(Zip(("archive/data.pkl", [0x80, 2, .. pickle.Select(letter => (byte)letter)]))), says);

    [TestMethod]
    [DataRow(3, 0, 3, 1, null, DisplayName = "all of it")]
    [DataRow(3, 1, 3, 1, "[3] does not lie within the 3 numbers", DisplayName = "beyond the end")]
    [DataRow(3, 0, 2, 3, "[2] does not lie within the 3 numbers", DisplayName = "steps beyond the end")]
    [DataRow(3, 0, 4, 0, "[4] does not lie within the 3 numbers", DisplayName = "repeated")]
    [DataRow(4, 0, 3, 1, "has 12 bytes; 4 numbers of Float32 were expected", DisplayName = "a storage that is too short")]
    public void A_tensor_must_lie_within_its_storage(int count, int offset, int size, int stride, string? says)
    {
        var pickle = Encoding.Latin1.GetBytes(
            "}X\u0001\0\0\0actorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\n"
            + $"X\u0001\0\0\00X\u0003\0\0\0cpuK{(char)count}tQK{(char)offset}K{(char)size}\u0085K{(char)stride}\u0085\u0089NtRs.");
        var file = Zip(("a/data.pkl", pickle), ("a/data/0", new byte[12]));
        if (says is not null)
        {
            StringAssert.Contains(Refused(file), says);
            return;
        }
        using var scope = NewDisposeScope();
        AreEqual(zeros(3), PyTorchFile.Read(new MemoryStream(file))["a"]);
        StringAssert.Contains(Refused(Zip(("a/data.pkl", pickle))), "in the entry 'data/0', which is missing");
    }

    [TestMethod]
    [DataRow("N\u0085K\u0001\u0085", DisplayName = "a size that is none")]
    [DataRow("K\u0002\u0085X\u0001\0\0\01\u0085", DisplayName = "a stride that is a text")]
    [DataRow("K\u0002\u0085)", DisplayName = "fewer strides than sizes")]
    [DataRow(")K\u0001\u0085", DisplayName = "a stride without a size")]
    [DataRow("J\u00ff\u00ff\u00ff\u00ff\u0085K\u0001\u0085", DisplayName = "a size below 0")]
    public void Sizes_that_no_tensor_can_have_are_refused(string sizes)
    {
        var pickle = Encoding.Latin1.GetBytes(
            "}X\u0001\0\0\0actorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\n"
            + $"X\u0001\0\0\00X\u0003\0\0\0cpuK\u0003tQK\0{sizes}\u0089NtRs.");
        Assert.AreEqual("A tensor has impossible sizes.", Refused(Zip(("a/data.pkl", pickle), ("a/data/0", new byte[12]))));
    }

    [TestMethod]
    [DataRow("big", "in the byte order of another machine")]
    [DataRow("little\n", null)]
    public void The_order_of_bytes_is_looked_at(string order, string? says)
    {
        var file = Zip(("a/data.pkl", "}."u8.ToArray()), ("a/byteorder", Encoding.UTF8.GetBytes(order)));
        if (says is null)
            Assert.IsEmpty(PyTorchFile.Read(new MemoryStream(file)));
        else
            StringAssert.Contains(Refused(file), says);
    }

    [TestMethod]
    public void A_type_of_numbers_that_is_not_known_is_named()
    {
        var pickle = Encoding.Latin1.GetBytes("(X\u0007\0\0\0storagectorch\nComplexFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpuK\u0003tQ.");
        Assert.AreEqual("Numbers of the type 'torch.ComplexFloatStorage' are not read.", Refused(Zip(("a/data.pkl", pickle))));
    }

    [TestMethod]
    public void A_file_cut_off_or_changed_anywhere_is_read_or_refused_and_never_ends_the_process()
    {
        var whole = Resource("state.pt");
        var random = new Random(3);
        for (var i = 0; i < 300; i++)
        {
            var bytes = i < 100 ? whole[..(i * whole.Length / 100)] : [.. whole];
            if (i >= 100)
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            using var scope = NewDisposeScope();
            try
            {
                PyTorchFile.Read(new MemoryStream(bytes));
            }
            catch (FormatException)
            {
            }
        }
        StringAssert.Contains(Refused(Zip(("a/other", []))), "without an entry 'data.pkl'");
    }

    private static void AreEqual(Tensor expected, Tensor actual)
    {
        Assert.AreEqual(expected.dtype, actual.dtype);
        CollectionAssert.AreEqual(expected.shape, actual.shape);
        Assert.IsTrue(actual.is_contiguous());
        CollectionAssert.AreEqual(expected.contiguous().bytes.ToArray(), actual.bytes.ToArray());
    }

    private static Dictionary<string, Tensor> Read(string name) => PyTorchFile.Read(new MemoryStream(Resource(name)));

    private static string Refused(byte[] file)
    {
        using var scope = NewDisposeScope();
        return Assert.ThrowsExactly<FormatException>(() => PyTorchFile.Read(new MemoryStream(file))).Message;
    }

    private static byte[] Zip(params (string Name, byte[] Bytes)[] entries)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        return stream.ToArray();
    }

    private static byte[] Resource(string name)
    {
        using var stream = typeof(PyTorchFileTests).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
