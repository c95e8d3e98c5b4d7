using System.Text;
using DeepML.Workout;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Archives;

/// <summary>What an older version has saved is turned into what the newest one reads, before anything is read strictly.</summary>
[TestClass]
public sealed class UpgradeTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(1, """{"Column": "Numbers", "History": {}}""", 1f)]
    [DataRow(2, """{"Input": "Numbers", "Factor": 2, "History": {}}""", 2f)]
    [DataRow(3, """{"InputColumn": "Numbers", "Factor": 3, "History": {}}""", 3f)]
    public void A_model_of_any_version_is_read(int version, string description, float factor)
    {
        using var model = Read("Scaled", version, description);
        Assert.AreEqual("Numbers", model.Saved.InputColumn);
        var data = _ml.Data.LoadFromEnumerable([new Row { Numbers = [1, 2] }]);
        var scored = model.Transform(data);
        Assert.AreEqual(factor * 5.5f, Cells.Read(scored, scored.Schema["Scaled"])[0][0], 1e-6, "the weights are the saved ones");
    }

    [TestMethod]
    public void What_is_written_is_of_the_newest_version_and_read_without_an_upgrade()
    {
        using var model = Read("Scaled", 1, """{"Column": "Numbers", "History": {}}""");
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
            ArchiveHeader.Of(model).Write(writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        Assert.AreEqual("Scaled", reader.ReadString());
        Assert.AreEqual(3, reader.ReadInt32());
        Assert.IsFalse(
            Encoding.UTF8.GetString(stream.ToArray()).Contains("Title", StringComparison.Ordinal), "what is computed is not written");
        stream.Position = 0;
        using var again = (ScaledTransformer)ModelArchive.Read(
            ArchiveHeader.Read(reader), Weights, ArchiveKind.In(typeof(ScaledTransformer).Assembly), _ml);
        Assert.AreEqual(model.Saved, again.Saved with { History = model.Saved.History });
    }

    [TestMethod]
    [DataRow(1, """{"Input": "Numbers", "Factor": 2, "History": {}}""", "null", DisplayName = "of the second version, called the first")]
    [DataRow(2, """["Numbers"]""", "version 2", DisplayName = "no object")]
    [DataRow(3, """{"Input": "Numbers", "Factor": 2, "History": {}}""", "Input", DisplayName = "of the second version, called the third")]
    [DataRow(3, "null", "empty", DisplayName = "nothing")]
    [DataRow(4, """{"InputColumn": "Numbers", "Factor": 3, "History": {}}""", "reads up to 3", DisplayName = "of a version to come")]
    public void A_description_that_is_not_of_its_version_is_refused(int version, string description, string said)
    {
        var error = Assert.ThrowsExactly<FormatException>(() => Read("Scaled", version, description));
        StringAssert.Contains(error.Message, said);
    }

    private ScaledTransformer Read(string kind, int version, string description)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            var text = Encoding.UTF8.GetBytes(description);
            writer.Write(kind);
            writer.Write(version);
            writer.Write(text.Length);
            writer.Write(text);
        }
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        return (ScaledTransformer)ModelArchive.Read(
            ArchiveHeader.Read(reader), Weights, ArchiveKind.In(typeof(ScaledTransformer).Assembly), _ml);
    }

    private static ArchivedWeights Weights() => new(new Dictionary<string, Tensor>
    {
        ["weight"] = tensor(new float[] { 1, 2 }, [1, 2]),
        ["bias"] = tensor(new[] { 0.5f }),
    });

    private sealed class Row
    {
        [Microsoft.ML.Data.VectorType(2)]
        public float[] Numbers { get; set; } = [];
    }
}
