using DeepML.Transforms.Tests.Archives;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Sequences.Masked;

/// <summary>Texts cut into the words and parts of words of a small vocabulary, key by key.</summary>
[TestClass]
public sealed class WordPieceTests
{
    private static readonly string[] Vocabulary =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "un", "##want", "##ed", "want", "run", "##ning", ",", "Run"];

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow("unwanted, running", "un ##want ##ed , run ##ning")]
    [DataRow("RUN want", "run want")]
    [DataRow("", "")]
    [DataRow("dog want", "[UNK] want")]
    [DataRow("want want want want want want want want", "want want want want want want")]
    [DataRow("r\u00fcn", "run")]
    public void Words_become_the_longest_pieces_between_the_special_ones_and_no_more_than_are_read(string text, string pieces)
    {
        using var model = Model(lowerCase: true, special: true, most: 8);
        Assert.AreEqual(string.Join(" ", $"[CLS] {pieces} [SEP]".Split(' ', StringSplitOptions.RemoveEmptyEntries)), Read(model, text));
    }

    [TestMethod]
    [DataRow("Run run", "Run run")]
    [DataRow("WANT unwanted", "[UNK] un ##want ##ed")]
    [DataRow("", "")]
    [DataRow("run run run run run", "run run run run")]
    public void Case_is_kept_and_special_pieces_are_left_out_where_that_is_asked_for(string text, string pieces)
    {
        using var model = Model(lowerCase: false, special: false, most: 4);
        Assert.AreEqual(pieces, Read(model, text));
    }

    [TestMethod]
    public void Keys_count_from_1_have_the_vocabulary_as_values_and_rows_are_as_long_as_they_are()
    {
        using var model = Model(lowerCase: true, special: true, most: 8);
        var made = model.Transform(Texts("want", "", "un run , want"));
        var keys = made.GetColumn<uint[]>("Keys").ToArray();
        CollectionAssert.AreEqual(new uint[] { 3, 9, 4 }, keys[0]);
        CollectionAssert.AreEqual(new uint[] { 3, 4 }, keys[1]);
        CollectionAssert.AreEqual(new uint[] { 3, 6, 10, 12, 9, 4 }, keys[2]);
        Assert.AreEqual(13UL, ((KeyDataViewType)((VectorDataViewType)made.Schema["Keys"].Type).ItemType).Count);
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        made.Schema["Keys"].GetKeyValues(ref names);
        CollectionAssert.AreEqual(Vocabulary, names.DenseValues().Select(name => name.ToString()).ToArray());
        CollectionAssert.AreEqual(Vocabulary, model.Vocabulary.ToArray());
        using var engine = _ml.Model.CreatePredictionEngine<Row, Keyed>(model);
        CollectionAssert.AreEqual(keys[2], engine.Predict(new Row { Text = "un run , want" }).Keys);
        Assert.AreEqual(0, model.ParameterCount, "nothing was trained");
    }

    [TestMethod]
    public void A_loaded_tokenizer_cuts_alike()
    {
        using var model = Model(lowerCase: false, special: true, most: 5);
        using var loaded = GermanNumbers.In(() => _ml.Reloaded(model));
        foreach (var text in new[] { "Run unwanted", "running, want", "" })
            Assert.AreEqual(Read(model, text), Read(loaded, text));
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Transform(Texts("a")));
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => loaded.GetOutputSchema(_ml.Rows([1]).Schema));
        StringAssert.Contains(error.Message, "'Text'");
    }

    [TestMethod]
    public void Files_without_a_vocabulary_or_room_for_the_special_pieces_are_damaged()
    {
        Description(true, true, 2).Check();
        Description(true, false, 1).Check();
        Damaged(Description(true, true, 1), "MaximumLength is 1; it must be in [2");
        Damaged(Description(true, false, 0), "MaximumLength is 0; it must be in [1");
        Damaged(Description(true, true, 8) with { Vocabulary = Vocabulary[1..] }, "The vocabulary has no [PAD]");
        Damaged(Description(true, true, 8) with { Vocabulary = [.. Vocabulary, "want"] }, "has 'want' twice, in lines 9 and 14");
        Damaged(Description(true, true, 8) with { Vocabulary = [.. Vocabulary, " "] }, "has nothing in line 14");
        using var model = Model(true, true, 8);
        var parts = SavedParts.Of(model);
        var description = parts.Description;
        description["MaximumLength"] = 1;
        Assert.ThrowsExactly<FormatException>(() => parts.With(description).Load(_ml));

        static void Damaged(WordPieceDescription description, string said) =>
            StringAssert.Contains(Assert.ThrowsExactly<FormatException>(description.Check, said).Message, said);
    }

    private string Read(WordPieceTransformer model, string text) => string.Join(
        " ", model.Transform(Texts(text)).GetColumn<uint[]>("Keys").Single().Select(key => Vocabulary[key - 1]));

    private IDataView Texts(params string[] texts) => _ml.Data.LoadFromEnumerable(texts.Select(text => new Row { Text = text }).ToArray());

    private static WordPieceDescription Description(bool lowerCase, bool special, int most) =>
        new("Keys", "Text", Vocabulary, lowerCase, special, most);

    private WordPieceTransformer Model(bool lowerCase, bool special, int most)
    {
        var description = Description(lowerCase, special, most);
        return new WordPieceTransformer(_ml, description, description.CreateNetwork(), CPU);
    }

    private sealed class Row
    {
        public string Text { get; set; } = "";
    }

    private sealed class Keyed
    {
        public uint[] Keys { get; set; } = [];
    }
}
