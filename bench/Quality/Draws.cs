namespace DeepML.Bench;

/// <summary>Random numbers of the data that are made here.</summary>
internal static class Draws
{
    /// <summary>A number of the normal distribution around 0 with deviation 1 (Box and Muller 1958).</summary>
    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Numbers of a normal distribution around 0.</summary>
    public static float[] Normal(Random random, int count, double deviation) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)(deviation * Normal(random)))];

    /// <summary>An index, each as often as its share says.</summary>
    public static int Index(Random random, params double[] shares)
    {
        var draw = random.NextDouble();
        var index = 0;
        while (index < shares.Length - 1 && (draw -= shares[index]) > 0)
            index++;
        return index;
    }

    /// <summary>The numbers below a count in the order of a seed.</summary>
    public static int[] Order(int count, int seed)
    {
        var order = Enumerable.Range(0, count).ToArray();
        new Random(seed).Shuffle(order);
        return order;
    }
}
