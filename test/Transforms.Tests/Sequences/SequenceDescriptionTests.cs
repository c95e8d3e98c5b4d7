using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Sequences;

/// <summary>What saved networks over sequences say of themselves is held against itself.</summary>
[TestClass]
public sealed class SequenceDescriptionTests
{
    private static readonly RecurrentEncoder Gru = new GruEncoder { HiddenSize = 3 };

    private static readonly SequenceShape Keys = new(5, 1, 10);

    private static readonly SequenceEncoderArchitecture OfKeys = new(5, 1, 2, new RecurrentStackArchitecture(Gru, 2), 0);

    [TestMethod]
    public void Shape_and_encoder_of_any_network_agree()
    {
        foreach (var check in new Action<SequenceEncoderArchitecture, SequenceShape>[]
        {
            (encoder, shape) => Answering(encoder, shape).Check(), (encoder, shape) => Tagging(encoder, shape).Check(),
            (encoder, shape) => Writing(encoder, shape).Check(),
        })
        {
            check(OfKeys, Keys);
            Refused(() => check(OfKeys with { KeyCount = 6 }, Keys), "the KeyCounts of shape and encoder are 6 and 5");
            Refused(() => check(OfKeys with { StepSize = 2 }, Keys), "the StepSizes");
            Refused(() => check(OfKeys with { EmbeddingSize = 4 }, Keys), "those that the layers read are 2 and 4");
            Refused(() => check(OfKeys with { SegmentLength = -1 }, Keys), "SegmentLength is -1");
            Refused(() => check(OfKeys, Keys with { MaximumLength = 0 }), "MaximumLength steps is 0");
            var stack = OfKeys.Stack;
            Refused(() => check(OfKeys with { Stack = stack with { InputSize = 0 } }, Keys), "Stack.InputSize is 0");
            Refused(() => check(OfKeys with { Stack = stack with { Encoder = new GruEncoder { HiddenSize = 0 } } }, Keys), "HiddenSize");
            Refused(
                () => check(
                    OfKeys with { Stack = stack with { Encoder = new TimeDelayEncoder { Taps = 3, LayerCount = 25 } } }, Keys),
                "looks back more than");
        }
    }

    [TestMethod]
    public void Answers_tags_and_keys_are_as_many_as_are_read()
    {
        Refused(() => (Answering(OfKeys, Keys) with { Head = new MulticlassHead(3, null) }).Check(), "are 1 and 3");
        var tagging = Tagging(OfKeys, Keys);
        Refused(() => (tagging with { Architecture = tagging.Architecture with { TagCount = 0 } }).Check(), "TagCount is 0");
        Refused(() => (tagging with { TagValues = new KeyValues("String", ["noun"]) }).Check(), "are 1 and 2");
        (tagging with { TagValues = new KeyValues("String", ["noun", "verb"]) }).Check();
        var writing = Writing(OfKeys, Keys);
        var a = writing.Architecture;
        Refused(() => (writing with { Architecture = a with { TargetCount = 0 } }).Check(), "TargetCount is 0");
        Refused(() => (writing with { Architecture = a with { EmbeddingSize = 0 } }).Check(), "EmbeddingSize is 0");
        Refused(() => (writing with { Architecture = a with { Decoder = new GruEncoder { HiddenSize = -1 } } }).Check(), "HiddenSize");
        Refused(() => (writing with { MaximumLength = 0 }).Check(), "the keys of all beams");
        Refused(() => (writing with { BeamWidth = 0 }).Check(), "the keys of all beams");
        Refused(() => (writing with { TargetValues = new KeyValues("String", ["a"]) }).Check(), "are 1 and 4");
    }

    [TestMethod]
    public void A_language_model_reads_forwards_and_knows_its_alphabet()
    {
        var stack = new RecurrentStackArchitecture(Gru, 2);
        var language = new CharacterLanguageDescription(
            "Bits", "Text", new Alphabet("ab"), new CharacterLanguageArchitecture(3, 2, stack), 10, new TrainingHistory());
        language.Check();
        var a = language.Architecture;
        Refused(() => (language with { Architecture = a with { Stack = stack with { Bidirectional = true } } }).Check(), "forwards only");
        var ahead = stack with { Encoder = new TimeDelayEncoder { HiddenSize = 3, BothWays = true } };
        Refused(() => (language with { Architecture = a with { Stack = ahead } }).Check(), "forwards only");
        var windows = language with { Architecture = a with { Stack = stack with { Encoder = new TimeDelayEncoder { HiddenSize = 3 } } } };
        Refused(windows.Check, "ContextLength is 0");
        (windows with { ContextLength = 5 }).Check();
        Refused(() => (language with { Architecture = a with { EmbeddingSize = 3 } }).Check(), "the numbers of a token");
        Refused(() => (language with { Alphabet = new Alphabet("abc") }).Check(), "in network and alphabet are 3 and 4");
        Refused(() => (language with { MaximumLength = 0 }).Check(), "MaximumLength is 0");
    }

    [TestMethod]
    public void Keys_have_names_where_there_are_any()
    {
        Assert.IsNull(KeySequences.Annotations(null));
        var made = KeySequences.Annotations(new KeyValues("String", ["noun", "verb"]))!(new DataViewSchema.Builder().ToSchema());
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        made.GetValue("KeyValues", ref names);
        CollectionAssert.AreEqual(new[] { "noun", "verb" }, names.DenseValues().Select(name => name.ToString()).ToArray());
    }

    [TestMethod]
    public void A_written_column_promises_keys_of_any_number_with_the_names_of_what_it_was_learned_from()
    {
        var names = SchemaShapes.Column(
            "KeyValues", SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, isKey: false);
        var other = SchemaShapes.Column("Other", TextDataViewType.Instance);
        var learned = SchemaShapes.Column(
            "Target", SchemaShape.Column.VectorKind.VariableVector, NumberDataViewType.UInt32, isKey: true, [names, other]);
        var promised = KeySequences.Shape("Written", learned);
        Assert.AreEqual("Written", promised.Name);
        Assert.AreEqual(SchemaShape.Column.VectorKind.VariableVector, promised.Kind);
        Assert.IsTrue(promised.IsKey);
        Assert.AreEqual("KeyValues", promised.Annotations.Single().Name);
    }

    private static RecurrentNetworkDescription Answering(SequenceEncoderArchitecture encoder, SequenceShape shape) => new(
        "Keys", shape, new RecurrentSequenceArchitecture(encoder, SequencePooling.Last, 1), new RegressionHead(), new TrainingHistory());

    private static SequenceTaggerDescription Tagging(SequenceEncoderArchitecture encoder, SequenceShape shape) => new(
        "Tags", "Keys", shape, new RecurrentTaggingArchitecture(encoder, 2), null, new TrainingHistory());

    [TestMethod]
    public void Numbers_of_steps_without_a_spread_or_of_another_number_are_refused()
    {
        var encoder = new SequenceEncoderArchitecture(0, 1, 0, new RecurrentStackArchitecture(Gru, 1), 0);
        StepRegressorDescription Of(VectorRegressionHead numbers) => new(
            "Steps", "Numbers", new SequenceShape(0, 1, 4), new RecurrentTaggingArchitecture(encoder, 2), numbers, new TrainingHistory());
        Of(new VectorRegressionHead([0, 1], [1, 2])).Check();
        Refused(() => Of(new VectorRegressionHead([0, 1], [1, 0])).Check(), "a spread is not above 0");
        Assert.ThrowsExactly<FormatException>(() => Of(new VectorRegressionHead([0], [1])).Check());
    }

    private static SequenceToSequenceDescription Writing(SequenceEncoderArchitecture encoder, SequenceShape shape) => new(
        "Written", "Keys", shape, new SequenceToSequenceArchitecture(encoder, 4, 3, Gru), 6, 2, null, new TrainingHistory());

    private static void Refused(Action check, string said) =>
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(check, said).Message, said);
}
