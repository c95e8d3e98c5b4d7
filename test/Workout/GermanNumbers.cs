using System.Globalization;

namespace DeepML.Workout;

/// <summary>A thread that writes 0.1 as "0,1", as one of a German machine does.</summary>
/// <remarks>Made by hand, because programs may run without any culture's data.</remarks>
public static class GermanNumbers
{
    /// <summary>What a piece of work gives in that culture.</summary>
    public static T In<T>(Func<T> work)
    {
        var before = CultureInfo.CurrentCulture;
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        german.NumberFormat.NumberDecimalSeparator = ",";
        german.NumberFormat.NumberGroupSeparator = ".";
        german.DateTimeFormat.ShortDatePattern = "dd.MM.yyyy";
        CultureInfo.CurrentCulture = german;
        try
        {
            Assert.AreEqual("0,1", $"{0.1}");
            return work();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
