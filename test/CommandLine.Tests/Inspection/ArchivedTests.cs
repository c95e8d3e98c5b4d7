using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using DeepML.CommandLine.Commands;
using DeepML.CommandLine.Inspection;

namespace DeepML.CommandLine.Tests.Inspection;

/// <summary>The parts of a saved model, one by one.</summary>
[TestClass]
public sealed class ArchivedTests
{
    [TestMethod]
    public void Weights_are_read_from_the_header_alone()
    {
        var weights = ArchivedWeight.In(File("""
            {"__metadata__":{"a":"b"},"layer.weight":{"dtype":"F32","shape":[3,4],"data_offsets":[0,48]},
             "step":{"dtype":"I64","shape":[],"data_offsets":[48,56]}}
            """));
        Assert.HasCount(2, weights);
        Assert.AreEqual(("layer.weight", "F32", 12L), (weights[0].Name, weights[0].Type, weights[0].Count));
        CollectionAssert.AreEqual(new long[] { 3, 4 }, weights[0].Shape.ToArray());
        Assert.AreEqual(1, weights[1].Count, "a scalar");
    }

    [TestMethod]
    [DataRow("{\"a\":{\"shape\":[1]}}", "header is damaged")]
    [DataRow("{\"a\":{\"dtype\":\"F32\",\"shape\":[\"x\"]}}", "header is damaged")]
    [DataRow("{\"a\":1}", "header is damaged")]
    [DataRow("[1, 2]", "header is damaged")]
    [DataRow("no json", "header is damaged")]
    public void A_header_that_is_none_is_refused(string header, string says) =>
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => ArchivedWeight.In(File(header))).Message, says);

    [TestMethod]
    public void A_header_that_is_cut_off_or_lies_about_its_length_is_refused()
    {
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => ArchivedWeight.In([1, 2])).Message, "end before their header");
        foreach (var length in new[] { 0, 1, 100, -5, long.MaxValue })
        {
            var bytes = File("{}");
            BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
            StringAssert.Contains(
                Assert.ThrowsExactly<FormatException>(() => ArchivedWeight.In(bytes)).Message, $"claims {length} bytes; 2");
        }
    }

    [TestMethod]
    public void A_hash_says_whether_the_part_is_what_was_saved()
    {
        Assert.IsTrue(new ArchivedHash("weights", [1, 255], [1, 255]).IsRight);
        Assert.AreEqual("01ff (as saved)", new ArchivedHash("weights", [1, 255], [1, 255]).ToString());
        Assert.AreEqual("01ff (NOT as saved: 01fe)", new ArchivedHash("weights", [1, 254], [1, 255]).ToString());
        Assert.AreEqual("01ff (NOT as saved: no hash)", new ArchivedHash("weights", null, [1, 255]).ToString());
        Assert.AreEqual("missing", new ArchivedHash("weights", [1], null).ToString());
        Assert.IsFalse(new ArchivedHash("weights", null, null).IsRight);
    }

    [TestMethod]
    public void Columns_are_found_in_a_description_whatever_their_form()
    {
        var network = Network("""
            { "Features": ["A", "B"], "LabelColumn": { "Name": "Y", "Size": 3 }, "Columns": [{ "Name": "C" }, { "Name": "D" }],
              "HiddenSizes": [4], "GroupColumn": null, "Other": "Z" }
            """);
        CollectionAssert.AreEqual(
            new[] { ("Features", "A, B"), ("LabelColumn", "Y"), ("Columns", "C, D") }, network.Columns().ToArray());
    }

    [TestMethod]
    public void A_history_of_another_version_is_left_to_loading()
    {
        Assert.IsNull(Network("{}").History());
        Assert.IsNull(Network("""{ "History": { "Epochs": "many" } }""").History());
    }

    [TestMethod]
    public void What_the_tool_notes_in_a_model_is_read_again_and_a_damaged_note_refused()
    {
        using var folder = new ToolFolder();
        var note = new ModelNote("1.2.3", "regression", "MultilayerPerceptron", "Price", "{ \"label\": \"Price\" }");
        using (ZipFile.Open(folder["m.zip"], ZipArchiveMode.Create))
        {
        }
        note.AddTo(folder["m.zip"]);
        Assert.AreEqual(note, Read(folder["m.zip"]));
        using (var archive = ZipFile.Open(folder["n.zip"], ZipArchiveMode.Create))
        {
            using var writer = new StreamWriter(archive.CreateEntry("other.txt").Open());
            writer.Write("words");
        }
        Assert.IsNull(Read(folder["n.zip"]), "another program has saved it");
        using (var archive = ZipFile.Open(folder["n.zip"], ZipArchiveMode.Update))
        {
            using var writer = new StreamWriter(archive.CreateEntry("DeepML.CommandLine/training.json").Open());
            writer.Write("{ \"Version\": ");
        }
        StringAssert.Contains(
            Assert.ThrowsExactly<InputException>(() => Read(folder["n.zip"])).Message, "training.json' of the model is damaged");

        static ModelNote? Read(string path)
        {
            using var archive = ZipFile.OpenRead(path);
            return ModelNote.In(archive);
        }
    }

    [TestMethod]
    public void Entries_are_found_whichever_way_their_separators_lean()
    {
        using var folder = new ToolFolder();
        using (var archive = ZipFile.Open(folder["m.zip"], ZipArchiveMode.Create))
        {
            using var stream = archive.CreateEntry("a\\b\\Model.key").Open();
            stream.Write([7]);
        }
        using var read = ModelFile.Open(folder["m.zip"]);
        CollectionAssert.AreEqual(new byte[] { 7 }, ArchivedPart.Bytes(read, "a/b/Model.key"));
        Assert.IsNull(ArchivedPart.Bytes(read, "a/b/none"));
    }

    [TestMethod]
    public void A_file_is_written_whole_or_stays_as_it_was()
    {
        using var folder = new ToolFolder();
        Session.WriteWhole(folder["deep/er/f.txt"], path => System.IO.File.WriteAllText(path, "first"));
        Assert.AreEqual("first", System.IO.File.ReadAllText(folder["deep/er/f.txt"]));
        Assert.ThrowsExactly<IOException>(() => Session.WriteWhole(folder["deep/er/f.txt"], path =>
        {
            System.IO.File.WriteAllText(path, "half");
            throw new IOException("the disk is full");
        }));
        Assert.AreEqual("first", System.IO.File.ReadAllText(folder["deep/er/f.txt"]));
        Assert.HasCount(1, Directory.GetFiles(folder["deep/er"]), "nothing half is left");
    }

    private static ArchivedNetwork Network(string description) =>
        new("kind", 1, (JsonObject)JsonNode.Parse(description)!, [], []);

    private static byte[] File(string header)
    {
        var bytes = new byte[8 + Encoding.UTF8.GetByteCount(header)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, bytes.Length - 8);
        Encoding.UTF8.GetBytes(header, bytes.AsSpan(8));
        return bytes;
    }
}
