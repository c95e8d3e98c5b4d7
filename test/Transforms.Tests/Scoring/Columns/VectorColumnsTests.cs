using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Scoring;

/// <summary>Added columns of vectors, pictures and sequences: what becomes of a network's numbers, and of a missing row.</summary>
[TestClass]
public sealed class VectorColumnsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_vector_of_flags_is_yes_above_0_and_no_where_there_is_no_answer()
    {
        var column = new BooleanVectorOutput("X", 3);
        Assert.AreEqual(new VectorDataViewType(BooleanDataViewType.Instance, 3), column.Type);
        var rows = Column<VBuffer<bool>>(column, Numbers(1e-30f, 0, -2, 1, 2, 3, float.NaN, 1, -0f), [1]);
        CollectionAssert.AreEqual(new[] { true, false, false }, rows[0].DenseValues().ToArray());
        CollectionAssert.AreEqual(new[] { false, false, false }, rows[1].DenseValues().ToArray(), "the second row has no number to read");
        CollectionAssert.AreEqual(new[] { false, true, false }, rows[2].DenseValues().ToArray());
    }

    [TestMethod]
    public void A_vector_of_keys_counts_from_1_and_is_missing_where_there_is_no_answer()
    {
        var column = new KeyVectorOutput("X", 2, 9);
        Assert.AreEqual(new VectorDataViewType(new KeyDataViewType(typeof(uint), 9), 2), column.Type);
        var rows = Column<VBuffer<uint>>(column, tensor(new long[] { 0, 8, 3, 4, -1, 5 }, [3, 2]), [1]);
        CollectionAssert.AreEqual(new uint[] { 1, 9 }, rows[0].DenseValues().ToArray());
        CollectionAssert.AreEqual(new uint[] { 0, 0 }, rows[1].DenseValues().ToArray());
        CollectionAssert.AreEqual(new uint[] { 0, 6 }, rows[2].DenseValues().ToArray());
    }

    [TestMethod]
    public void Whole_numbers_are_exact_beyond_what_floats_hold_and_minus_1_where_there_is_no_answer()
    {
        var column = new WholeVectorOutput("X", 2);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Int64, 2), column.Type);
        var rows = Column<VBuffer<long>>(column, tensor(new[] { (1L << 53) + 1, -7, 3, 4 }, [2, 2]), [1]);
        CollectionAssert.AreEqual(new[] { (1L << 53) + 1, -7 }, rows[0].DenseValues().ToArray());
        CollectionAssert.AreEqual(new long[] { -1, -1 }, rows[1].DenseValues().ToArray());
    }

    [TestMethod]
    public void A_column_under_another_name_is_the_same_but_for_it()
    {
        var renamed = new RenamedOutput(new KeyVectorOutput("X", 2, 9), "Y");
        Assert.AreEqual(("Y", 2), (renamed.Name, renamed.Width));
        Assert.AreEqual(new KeyVectorOutput("X", 2, 9).Type, renamed.Type);
        var rows = Column<VBuffer<uint>>(renamed, tensor(new long[] { 0, 8 }, [1, 2]), []);
        CollectionAssert.AreEqual(new uint[] { 1, 9 }, rows[0].DenseValues().ToArray());
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void Steps_of_a_sequence_end_where_its_length_says(int stepSize)
    {
        const int longest = 4;
        using var scope = NewDisposeScope();
        int[] lengths = [3, 0, 1, 2];
        // (4, 3, numbers): the longest of the batch has 3 steps of the 4 that there may be
        var steps = arange(0, 4 * 3 * stepSize, float32).reshape(4, 3, stepSize);
        var padded = NumberSequenceOutput.Padded(steps, tensor(Array.ConvertAll(lengths, l => (long)l)), longest);
        CollectionAssert.AreEqual(new long[] { 4, longest * stepSize }, padded.shape);
        var column = new NumberSequenceOutput("X", stepSize, longest);
        Assert.IsFalse(((VectorDataViewType)column.Type).IsKnownSize);
        CollectionAssert.AreEqual(
            stepSize == 1 ? new[] { 0 } : [0, stepSize], ((VectorDataViewType)column.Type).Dimensions.ToArray());
        var rows = Column<VBuffer<float>>(column, padded, [3]);
        for (var row = 0; row < 4; row++)
            CollectionAssert.AreEqual(
                Enumerable.Range(0, row == 3 ? 0 : lengths[row] * stepSize).Select(i => (float)((row * 3 * stepSize) + i)).ToArray(),
                rows[row].DenseValues().ToArray(), $"row {row}");
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void A_picture_has_the_colours_of_its_planes_rounded_and_cut_to_bytes(int channels)
    {
        const int height = 2, width = 3;
        var random = new Random(channels);
        var planes = Enumerable.Range(0, channels * 6).Select(_ => (float)((1.4 * random.NextDouble()) - 0.2)).ToArray();
        var column = new ImageOutput("X", channels, height, width);
        Assert.AreEqual(channels * 6, column.Width);
        var (type, pictures) = ((ImageDataViewType)column.Type, Column<MLImage>(column, Numbers([.. planes, .. planes]), [1]));
        Assert.AreEqual((height, width), (type.Height, type.Width));
        Assert.IsNull(pictures[1], "a row that could not be read has no picture");
        using var picture = pictures[0];
        Assert.AreEqual((height, width), (picture.Height, picture.Width));
        var bytes = picture.Pixels;
        var places = picture.PixelFormat == MLPixelFormat.Rgba32 ? new[] { 0, 1, 2 } : [2, 1, 0];
        for (var i = 0; i < 6; i++)
        {
            for (var c = 0; c < 3; c++)
                Assert.AreEqual(
                    (byte)Math.Round(255 * Math.Clamp(planes[channels == 3 ? (c * 6) + i : i], 0, 1)), bytes[(4 * i) + places[c]],
                    $"pixel {i}, colour {c}");
            Assert.AreEqual(255, bytes[(4 * i) + 3]);
        }
    }

    [TestMethod]
    public void Names_of_slots_are_taken_over_where_their_number_is_the_same()
    {
        var named = _ml.Transforms.Concatenate("Both", "Number", "Other").Fit(Rows(1)).Transform(Rows(1));
        CollectionAssert.AreEqual(new[] { "Number", "Other" }, Names(PassedSlotNames.In(named.Schema, "Both", 2)!));
        Assert.IsNull(PassedSlotNames.In(named.Schema, "Both", 3), "another number of slots");
        Assert.IsNull(PassedSlotNames.In(named.Schema, "Number", 1), "a column without slots");
        Assert.IsNull(PassedSlotNames.In(named.Schema, "Missing", 2));
        var slotNames = SchemaShapes.Column(
            "SlotNames", SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, isKey: false);
        var shape = new SchemaShape(
        [
            SchemaShapes.Column("Both", new VectorDataViewType(NumberDataViewType.Single, 2), slotNames),
            SchemaShapes.Column("Number", NumberDataViewType.Single),
        ]);
        var promised = PassedSlotNames.In(shape, "Both");
        CollectionAssert.AreEqual(new[] { "SlotNames" }, promised.Select(column => column.Name).ToArray());
        Assert.IsEmpty(PassedSlotNames.In(shape, "Number"));
        var output = VectorOutput.LikeSlotsOf("X", 2, "Both");
        CollectionAssert.AreEqual(new[] { "Number", "Other" }, Names(output.AnnotationsIn(named.Schema)!));
        Assert.HasCount(1, output.ShapeIn(shape).Annotations);
        Assert.IsEmpty(new VectorOutput("X", 2).ShapeIn(shape).Annotations);

        static string[] Names(DataViewSchema.Annotations annotations)
        {
            var names = default(VBuffer<ReadOnlyMemory<char>>);
            annotations.GetValue("SlotNames", ref names);
            return [.. names.DenseValues().Select(name => name.ToString())];
        }
    }

    [TestMethod]
    public void A_vector_of_pictures_tells_their_sizes()
    {
        var column = VectorOutput.OfPictures("X", 3, 4, 5);
        Assert.AreEqual(60, column.Width);
        CollectionAssert.AreEqual(new[] { 3, 4, 5 }, ((VectorDataViewType)column.Type).Dimensions.ToArray());
        Assert.ThrowsExactly<OverflowException>(() => VectorOutput.OfPictures("X", 3, 1 << 15, 1 << 15));
    }

    private static Tensor Numbers(params float[] numbers) => tensor(numbers);

    private IDataView Rows(int count, params int[] missing) => _ml.Data.LoadFromEnumerable(
        Enumerable.Range(0, count).Select(i => new Row { Number = missing.Contains(i) ? float.NaN : i }).ToArray());

    // What a view shows whose network answers so; rows that are missing hold a number that cannot be read.
    private T[] Column<T>(OutputColumn column, Tensor answer, int[] missing)
    {
        var data = Rows((int)(answer.numel() / column.Width), missing);
        var scorer = new Scorer(
            [ScalarInput.Number("Number", "input")], [column], CPU, (_, _) => [answer], ScorableRows.WhereFinite);
        var view = new ScoringView(scorer, data);
        using var cursor = view.GetRowCursor([view.Schema[column.Name]]);
        var getter = cursor.GetGetter<T>(view.Schema[column.Name]);
        var found = new List<T>();
        while (cursor.MoveNext())
        {
            var value = default(T)!;
            getter(ref value);
            found.Add(value);
        }
        return [.. found];
    }

    private sealed class Row
    {
        public float Number { get; set; }

        public float Other { get; set; }
    }
}
