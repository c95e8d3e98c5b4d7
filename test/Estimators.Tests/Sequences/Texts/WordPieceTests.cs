using DeepML.Data;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.RecurrentSequences;

/// <summary>Texts as keys of a vocabulary from a file, alone and before a BERT.</summary>
[TestClass]
public sealed class WordPieceTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("pieces").FullName;

    [TestInitialize]
    public void Write() => new BertReference(seed: 1).Write(_folder);

    [TestCleanup]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void Keys_carry_the_words_of_the_vocabulary_as_their_values()
    {
        using var model = Estimator().Fit(Data());
        var view = _ml.Transforms.Conversion.MapKeyToValue("Back", "Keys").Fit(model.Transform(Data())).Transform(model.Transform(Data()));
        CollectionAssert.AreEqual(
            new[] { "[CLS]", "w7", "w12", "[UNK]", "[SEP]" },
            view.GetColumn<ReadOnlyMemory<char>[]>("Back").First().Select(word => word.ToString()).ToArray());
        CollectionAssert.AreEqual(new uint[] { 3, 8, 13, 2, 4 }, view.GetColumn<uint[]>("Keys").First());
        CollectionAssert.AreEqual(BertReference.Words.ToArray(), model.Vocabulary.ToArray());
    }

    [TestMethod]
    public void What_is_promised_is_produced_and_a_saved_chain_needs_no_file()
    {
        var chain = Estimator().Append(_ml.Transforms.BertFeatures(
            "Vectors", "Keys", new BertFeaturesOptions { WeightsFile = Path.Combine(_folder, "model.safetensors") }));
        var shape = new SchemaShape(Data().Schema.Select(column => SchemaShapes.Column(column.Name, column.Type)));
        var promised = chain.GetOutputSchema(shape);
        using var model = chain.Fit(Data());
        var produced = model.Transform(Data());
        foreach (var name in new[] { "Keys", "Vectors" })
        {
            var (one, other) = (
                promised.Single(column => column.Name == name), SchemaShapes.Column(name, produced.Schema[name].Type));
            Assert.AreEqual((one.Kind, one.ItemType, one.IsKey), (other.Kind, other.ItemType, other.IsKey), name);
        }
        var expected = produced.GetColumn<float[]>("Vectors").ToArray();
        using var file = new MemoryStream();
        _ml.Model.Save(model, Data().Schema, file);
        foreach (var name in new[] { "vocab.txt", "model.safetensors" })
            File.Delete(Path.Combine(_folder, name));
        var loaded = _ml.Model.Load(new MemoryStream(file.ToArray()), out _);
        using var owned = (IDisposable)loaded;
        var given = loaded.Transform(Data()).GetColumn<float[]>("Vectors").ToArray();
        for (var row = 0; row < expected.Length; row++)
            CollectionAssert.AreEqual(expected[row], given[row]);
    }

    [TestMethod]
    public void Bad_options_files_and_columns_are_named()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => _ml.Transforms.TokenizeWithWordPiece("Keys", "Text", new TokenizeWithWordPieceOptions { MaximumLength = 2 }));
        StringAssert.Contains(error.Message, "VocabularyFile is \"\"");
        StringAssert.Contains(error.Message, "MaximumLength is 2; it must be at least 3");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Estimator("Absent").Fit(Data()));
        var path = Path.Combine(_folder, "vocab.txt");
        File.WriteAllLines(path, ["[PAD]", "the"]);
        var file = Assert.ThrowsExactly<FormatException>(() => Estimator().Fit(Data())).Message;
        StringAssert.Contains(file, $"The file '{path}' cannot be used. The vocabulary has no [UNK]");
        File.Delete(path);
        Assert.ThrowsExactly<FileNotFoundException>(() => Estimator().Fit(Data()));
    }

    private WordPieceEstimator Estimator(string column = "Text") => _ml.Transforms.TokenizeWithWordPiece(
        "Keys", column, new TokenizeWithWordPieceOptions { VocabularyFile = Path.Combine(_folder, "vocab.txt"), MaximumLength = 10 });

    private IDataView Data() => _ml.Data.LoadFromEnumerable([new Row { Text = "W7 w12 unknown" }, new Row { Text = "w5" }]);

    private sealed class Row
    {
        public string Text { get; set; } = "";
    }
}
