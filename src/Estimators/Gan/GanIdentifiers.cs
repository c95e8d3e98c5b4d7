namespace DeepML;

/// <summary>What an augmenter does with a column that is another in every row of a table, such as a number of a customer.</summary>
public enum GanIdentifiers
{
    /// <summary>
    /// It is not learned: synthetic rows are numbered anew, texts as "synthetic 1", whole numbers behind the largest one seen.
    /// </summary>
    NumberAnew,

    /// <summary>It is learned like any other; a text of a synthetic row is then a copy of a real row's.</summary>
    Learn,
}
