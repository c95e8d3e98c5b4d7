using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Transforms.Tests.Perceptron;

/// <summary>What a saved network says of itself and of its columns is held against itself.</summary>
[TestClass]
public sealed class PerceptronDescriptionTests
{
    private static readonly TableFeature Price = new("Price", FeatureKind.Number, 1, 0, []);

    private static readonly TableFeature City = new("City", FeatureKind.Text, 1, 0, ["Bern", "Rome"]);

    private static readonly TableFeature Sizes = new("Sizes", FeatureKind.Vector, 3, 0, []);

    private static readonly MultilayerPerceptronDescription Plain =
        new("Features", new MultilayerPerceptronArchitecture(4, [3], 1, Activation.ReLU), new RegressionHead(), new TrainingHistory());

    private static readonly TableArchitecture Table = new(4, [0], [new CategoryArchitecture(2, 0)]);

    private static readonly MultilayerPerceptronDescription Columns = Plain with
    {
        Architecture = new MultilayerPerceptronArchitecture(5, [3], 1, Activation.ReLU, Table: Table),
        Features = [Price, City, Sizes],
    };

    [TestMethod]
    public void Descriptions_that_fit_together_are_taken()
    {
        Plain.Check();
        Columns.Check();
        (Plain with { Architecture = Plain.Architecture with { ReadsSparse = true, Scaling = ScalingForm.Linear } }).Check();
    }

    [TestMethod]
    public void Sizes_heads_and_scales_that_cannot_be_are_told()
    {
        var a = Plain.Architecture;
        Refused(Plain with { Architecture = a with { InputSize = 0 } }, "InputSize is 0");
        Refused(Plain with { Architecture = a with { HiddenSizes = [3, 0] } }, "HiddenSizes[1] is 0");
        Refused(Plain with { Architecture = a with { Dropout = 1 } }, "Dropout is 1; it must be in [0, 1)");
        Refused(Plain with { Architecture = a with { OutputSize = 2 } }, "are 2 and 1, and must be equal");
        Refused(Plain with { Architecture = a with { ReadsSparse = true, Scaling = ScalingForm.Curved } }, "no curved scale");
        Refused(Plain with { Head = new MulticlassHead(0, null) }, "ClassCount is 0");
        Refused(
            Plain with { Head = new MulticlassHead(1, new KeyValues("String", ["a", "b"])) },
            "the numbers of keys and of the values behind them are 2 and 1");
        Refused(Plain with { Head = new BinaryHead(float.NaN) }, "Threshold is no number");
    }

    [TestMethod]
    public void Columns_and_what_becomes_of_them_belong_together()
    {
        Refused(Columns with { Features = null }, "only one is there");
        Refused(Plain with { Features = [Price] }, "only one is there");
        Refused(Columns with { Features = [] }, "there are no columns");
        Refused(Columns with { Features = [Price, City, Sizes with { Width = 2 }] }, "the numbers of the columns and of a row are 3 and 4");
        Refused(Columns with { Features = [Price, City, Sizes with { Width = 0 }] }, "the width of a column is 0");
        Refused(Columns with { Features = [Price with { Width = 2 }, City, Sizes] }, "the width of a column is 2");
        Refused(Columns with { Features = [Price with { Origin = double.NaN }, City, Sizes] }, "the origin of a column is no number");
        Refused(Columns with { Features = [Price, City with { Categories = ["Bern", "Bern"] }, Sizes] }, "'City' has a category twice");
        Refused(
            Columns with { Features = [Price, City with { Categories = ["Bern"] }, Sizes] }, "the categories of column 'City' are 1 and 2");
        Refused(Columns with { Features = [Price, City, Sizes, City with { Name = "Town" }] }, "are 6 and 5");
    }

    [TestMethod]
    [DataRow(4)]
    [DataRow(-1)]
    public void Only_a_number_that_there_is_has_a_mark_where_it_is_missing(int indicated) => Refused(
        Columns with { Architecture = Columns.Architecture with { Table = Table with { Indicated = [0, indicated] } } },
        "a number that is none is indicated");

    [TestMethod]
    public void A_column_of_which_no_category_was_seen_has_room_for_one()
    {
        var empty = Table with { Categories = [new CategoryArchitecture(1, 0)] };
        (Columns with
        {
            Architecture = Columns.Architecture with { Table = empty },
            Features = [Price, City with { Categories = [] }, Sizes],
        }).Check();
    }

    private static void Refused(MultilayerPerceptronDescription damaged, string said) =>
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(damaged.Check, said).Message, said);
}
