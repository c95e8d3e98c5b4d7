using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class ModelTests
{
    private readonly MLContext _ml = new(1);

    [ClassInitialize]
    public static void ProvideLoader(TestContext _) => ModelForeignComponent.ProvideLoader();

    private IDataView Data() => _ml.Data.LoadFromEnumerable(new[] { new Row { A = 1, B = 2 }, new Row { A = 3, B = 4 } });

    private byte[] Saved(ITransformer model, DataViewSchema? schema)
    {
        using var stream = new MemoryStream();
        _ml.Model.Save(model, schema, stream);
        return stream.ToArray();
    }

    [TestMethod]
    public void A_chain_comes_back_with_its_members_scopes_and_schema()
    {
        var data = Data();
        var model = new EstimatorChain<ITransformer>()
            .Append(_ml.Transforms.CopyColumns("C", "A"), TransformerScope.TrainTest)
            .Append(_ml.Transforms.Concatenate("F", "A", "B"))
            .Append(_ml.Transforms.DropColumns("B")).Fit(data);
        var bytes = Saved(model, data.Schema);
        var loaded = new MLContext(2).Model.Load(new MemoryStream(bytes), out var schema);
        var chain = (TransformerChain<ITransformer>)loaded;
        Assert.AreEqual(3, chain.Count());
        Assert.AreEqual("A: Single;B: Single", string.Join(";", schema));
        Assert.AreEqual(string.Join(";", model.Transform(data).Schema), string.Join(";", chain.Transform(data).Schema));
        Assert.AreEqual(string.Join(";", model.Transform(data, TransformerScope.Testing).Schema), string.Join(";", chain.Transform(data, TransformerScope.Testing).Schema));
        CollectionAssert.AreEqual(new[] { 3f, 4f }, chain.Transform(data).GetColumn<float[]>("F").Last());

        using var zip = new ZipArchive(new MemoryStream(bytes));
        CollectionAssert.AreEqual(new[] { "TrainingInfo/Version.txt", "Schema", "TransformerChain/Model.key", "TransformerChain/Transform_000/Model.key", "TransformerChain/Transform_001/Model.key", "TransformerChain/Transform_002/Model.key" }
            .Order().ToArray(), zip.Entries.Select(e => e.FullName).Order().ToArray());
        Assert.AreEqual("TrainingInfo/Version.txt", zip.Entries[0].FullName);
        using var version = new StreamReader(zip.Entries[0].Open());
        StringAssert.StartsWith(version.ReadLine(), "5.0.0");
    }

    [TestMethod]
    public void A_single_transformer_comes_back_as_itself_and_without_a_schema_as_null()
    {
        var loaded = _ml.Model.Load(new MemoryStream(Saved(_ml.Transforms.CopyColumns("C", "A").Fit(Data()), null)), out var schema);
        Assert.IsInstanceOfType<Microsoft.ML.Transforms.ColumnCopyingTransformer>(loaded);
        Assert.IsNull(schema);
    }

    [TestMethod]
    public void The_header_has_the_documented_layout()
    {
        var bytes = Entry(Saved(_ml.Transforms.CopyColumns("C", "A").Fit(Data()), null), "TransformerChain/Model.key");
        Assert.AreEqual(0x4C45444F4D004C4Dul, BitConverter.ToUInt64(bytes, 0));
        Assert.AreEqual(0x00010002u, BitConverter.ToUInt32(bytes, 8));
        Assert.AreEqual(0x100L, BitConverter.ToInt64(bytes, 0x10));
        Assert.AreEqual(12L, BitConverter.ToInt64(bytes, 0x18), "a count and two string ids");
        Assert.AreEqual(0x10CL, BitConverter.ToInt64(bytes, 0x20));
        Assert.AreEqual(16L, BitConverter.ToInt64(bytes, 0x28));
        Assert.AreEqual(4L, BitConverter.ToInt64(bytes, 0x38));
        var tail = BitConverter.ToInt64(bytes, 0x80);
        Assert.AreEqual(bytes.Length, BitConverter.ToInt64(bytes, 0x88));
        Assert.AreEqual(bytes.Length - 8, tail);
        var (nameAt, nameLength) = ((int)BitConverter.ToInt64(bytes, 0x90), (int)BitConverter.ToUInt32(bytes, 0x98));
        StringAssert.StartsWith(System.Text.Encoding.Unicode.GetString(bytes, nameAt, nameLength), typeof(MLContext).Assembly.GetName().Name!);
        Assert.AreEqual(tail, nameAt + nameLength);
        Assert.AreEqual("LEDOM\0LM", System.Text.Encoding.Latin1.GetString(bytes, (int)tail, 8));
    }

    [TestMethod]
    public void A_component_from_outside_saves_and_loads_without_registration()
    {
        var foreign = new ModelForeignComponent { Number = 7, Word = "ünï", Weights = [1, 2, 3] };
        var chain = new TransformerChain<ITransformer>(foreign, foreign);
        var bytes = Saved(chain, null);
        var loaded = (TransformerChain<ITransformer>)new MLContext(3).Model.Load(new MemoryStream(bytes), out _);
        var back = (ModelForeignComponent)loaded.Last();
        Assert.AreEqual(7, back.Number);
        Assert.AreEqual("ünï", back.Word);
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, back.Weights);
        using var zip = new ZipArchive(new MemoryStream(bytes));
        Assert.IsNotNull(zip.GetEntry("TransformerChain/Transform_001/weights"));
        Assert.IsNotNull(ModelForeignComponent.Environment(_ml.Transforms));
        Assert.AreEqual("VarVector<Single>", ModelForeignComponent.NewColumn("x", SchemaShape.Column.VectorKind.VariableVector, NumberDataViewType.Single, false, null).GetTypeString());
    }

    [TestMethod]
    public void Saving_needs_version_information_and_loading_reads_the_whole_block()
    {
        Assert.ThrowsExactly<InvalidOperationException>(() => Saved(new ModelForeignComponent { SetsNoVersion = true }, null));
        var surplus = Saved(new ModelForeignComponent { Surplus = 3 }, null);
        Assert.ThrowsExactly<FormatException>(() => _ml.Model.Load(new MemoryStream(surplus), out _));
    }

    [TestMethod]
    public void Files_that_are_no_models_are_refused_as_documented()
    {
        var error = Assert.ThrowsExactly<FormatException>(() => _ml.Model.Load(new MemoryStream(new byte[100]), out _));
        Assert.IsInstanceOfType<InvalidDataException>(error.InnerException);
        using var empty = new MemoryStream();
        using (var zip = new ZipArchive(empty, ZipArchiveMode.Create, leaveOpen: true))
            zip.CreateEntry("something");
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Model.Load(empty, out _));
        Assert.ThrowsExactly<FileNotFoundException>(() => _ml.Model.Load(Path.Combine(Path.GetTempPath(), "no-such-model.zip"), out _));
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Model.LoadWithDataLoader(new MemoryStream(Saved(_ml.Transforms.CopyColumns("C", "A").Fit(Data()), null)), out _));
    }

    [TestMethod]
    public void Damage_is_met_with_a_format_error()
    {
        var whole = Saved(_ml.Transforms.CopyColumns("C", "A").Append(_ml.Transforms.Concatenate("F", "A", "C")).Fit(Data()), Data().Schema);
        void Refused(Func<byte[], byte[]> damage, string entry, string what) =>
            Assert.ThrowsExactly<FormatException>(() => _ml.Model.Load(new MemoryStream(WithEntry(whole, entry, damage)), out _), what);

        Refused(b => b[..200], "TransformerChain/Model.key", "cut in the header");
        Refused(b => b[..^1], "TransformerChain/Transform_001/Model.key", "cut at the end");
        Refused(b => Patch(b, 0, 1), "TransformerChain/Model.key", "signature");
        Refused(b => Patch(b, 0x18, 99), "TransformerChain/Transform_000/Model.key", "model size");
        Refused(b => Patch(b, 0x40, 99), "TransformerChain/Transform_000/Model.key", "model signature");
        Refused(b => Patch(b, 0x4E, 99), "TransformerChain/Transform_000/Model.key", "needs a newer version");
        Refused(b => Patch(b, 0x50, (byte)'x'), "TransformerChain/Transform_000/Model.key", "unknown loader");
        Refused(b => Patch(b, 0x100, 99), "TransformerChain/Model.key", "count of members");
        Refused(b => Patch(b, 0x103, 99), "TransformerChain/Transform_000/Model.key", "count of columns");
        Refused(b => Patch(b, 0x107, 99), "TransformerChain/Transform_000/Model.key", "string id");
        Refused(b => b[..40], "Schema", "cut schema");
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => _ml.Model.Load(
            new MemoryStream(WithEntry(whole, "TransformerChain/Transform_000/Model.key", b => Patch(b, 0x50, (byte)'x'))), out _)).Message, "TransformerChain/Transform_000");
    }

    [TestMethod]
    public void An_unresolvable_loader_assembly_is_a_missing_file()
    {
        var whole = Saved(_ml.Transforms.CopyColumns("C", "A").Fit(Data()), null);
        var moved = WithEntry(whole, "TransformerChain/Model.key", b => Patch(b, (int)BitConverter.ToInt64(b, 0x90), (byte)'Q'));
        Assert.ThrowsExactly<FileNotFoundException>(() => _ml.Model.Load(new MemoryStream(moved), out _));
    }

    [TestMethod]
    public void A_model_saved_with_its_loader_gives_both_back()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".csv");
        File.WriteAllText(path, "1,2\n3,4\n");
        try
        {
            var loader = _ml.Data.CreateTextLoader([new TextLoader.Column("A", DataKind.Single, 0), new TextLoader.Column("B", DataKind.Single, 1)], separatorChar: ',');
            var model = _ml.Transforms.Concatenate("F", "A", "B").Fit(loader.Load(path));
            using var stream = new MemoryStream();
            _ml.Model.Save(model, loader, stream);
            stream.Position = 0;
            var loaded = _ml.Model.LoadWithDataLoader(stream, out var back);
            CollectionAssert.AreEqual(new[] { 3f, 4f }, loaded.Transform(back.Load(path)).GetColumn<float[]>("F").Last());
            stream.Position = 0;
            Assert.AreEqual(1, ((TransformerChain<ITransformer>)_ml.Model.Load(stream, out var schema)).Count());
            Assert.AreEqual("A: Single;B: Single", string.Join(";", schema));
            using var zip = new ZipArchive(new MemoryStream(stream.ToArray()));
            foreach (var name in new[] { "Model.key", "Loader/Model.key", "TransformerChain/Model.key", "TransformerChain/Transform_000/Model.key" })
                Assert.IsNotNull(zip.GetEntry(name), name);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void Entries_may_be_separated_by_backslashes()
    {
        var whole = Saved(_ml.Transforms.CopyColumns("C", "A").Append(_ml.Transforms.CopyColumns("D", "C")).Fit(Data()), Data().Schema);
        using var target = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(whole)))
        using (var to = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var entry in from.Entries)
            {
                using var source = entry.Open();
                using var destination = to.CreateEntry(entry.FullName.Replace('/', '\\')).Open();
                source.CopyTo(destination);
            }
        Assert.AreEqual(2, ((TransformerChain<ITransformer>)_ml.Model.Load(target, out _)).Count());
    }

    [TestMethod]
    public void Saving_leaves_nothing_in_the_temporary_folder()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var ml = new MLContext(1) { TempFilePath = folder };
            using var stream = new MemoryStream();
            ml.Model.Save(ml.Transforms.CopyColumns("C", "A").Fit(Data()), null, stream);
            Assert.AreEqual(0, Directory.GetFileSystemEntries(folder).Length);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static byte[] Patch(byte[] bytes, int at, byte value)
    {
        bytes = [.. bytes];
        bytes[at] = value;
        return bytes;
    }

    private static byte[] Entry(byte[] model, string name)
    {
        using var zip = new ZipArchive(new MemoryStream(model));
        using var stream = zip.GetEntry(name)!.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static byte[] WithEntry(byte[] model, string name, Func<byte[], byte[]> change)
    {
        var changed = change(Entry(model, name));
        using var stream = new MemoryStream();
        stream.Write(model);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry(name)!.Delete();
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(changed);
        }
        return stream.ToArray();
    }

    private sealed class Row
    {
        public float A { get; set; }
        public float B { get; set; }
    }
}
