namespace ShardClient.Tests.Oracle.Tpch.Generating;

/// <summary>The lists of words from which the specification's columns are drawn (clause 4.2.2.13), and those of the texts.</summary>
internal static class Words
{
    public static readonly string[] Regions = ["AFRICA", "AMERICA", "ASIA", "EUROPE", "MIDDLE EAST"];

    /// <summary>Nations by key, each with the key of its region.</summary>
    public static readonly (string Name, int Region)[] Nations =
    [
        ("ALGERIA", 0), ("ARGENTINA", 1), ("BRAZIL", 1), ("CANADA", 1), ("EGYPT", 4), ("ETHIOPIA", 0), ("FRANCE", 3), ("GERMANY", 3), ("INDIA", 2),
        ("INDONESIA", 2), ("IRAN", 4), ("IRAQ", 4), ("JAPAN", 2), ("JORDAN", 4), ("KENYA", 0), ("MOROCCO", 0), ("MOZAMBIQUE", 0), ("PERU", 1),
        ("CHINA", 2), ("ROMANIA", 3), ("SAUDI ARABIA", 4), ("VIETNAM", 2), ("RUSSIA", 3), ("UNITED KINGDOM", 3), ("UNITED STATES", 1),
    ];

    public static readonly string[] Segments = ["AUTOMOBILE", "BUILDING", "FURNITURE", "HOUSEHOLD", "MACHINERY"];

    public static readonly string[] Priorities = ["1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECIFIED", "5-LOW"];

    public static readonly string[] Instructions = ["COLLECT COD", "DELIVER IN PERSON", "NONE", "TAKE BACK RETURN"];

    public static readonly string[] Modes = ["AIR", "FOB", "MAIL", "RAIL", "REG AIR", "SHIP", "TRUCK"];

    public static readonly string[] TypeSizes = ["STANDARD", "SMALL", "MEDIUM", "LARGE", "ECONOMY", "PROMO"];

    public static readonly string[] TypeFinishes = ["ANODIZED", "BURNISHED", "PLATED", "POLISHED", "BRUSHED"];

    public static readonly string[] TypeMetals = ["TIN", "NICKEL", "BRASS", "STEEL", "COPPER"];

    public static readonly string[] ContainerSizes = ["SM", "LG", "MED", "JUMBO", "WRAP"];

    public static readonly string[] ContainerKinds = ["CASE", "BOX", "BAG", "JAR", "PKG", "PACK", "CAN", "DRUM"];

    public static readonly string[] Colours = Split(
        """
        almond antique aquamarine azure beige bisque black blanched blue blush brown burlywood burnished chartreuse chiffon chocolate coral
        cornflower cornsilk cream cyan dark deep dim dodger drab firebrick floral forest frosted gainsboro ghost goldenrod green grey honeydew
        hot indian ivory khaki lace lavender lawn lemon light lime linen magenta maroon medium metallic midnight mint misty moccasin navajo
        navy olive orange orchid pale papaya peach peru pink plum powder puff purple red rose rosy royal saddle salmon sandy seashell sienna
        sky slate smoke snow spring steel tan thistle tomato turquoise violet wheat white yellow
        """);

    public static readonly string[] Adjectives = Split(
        """
        special special special special pending pending unusual unusual express express regular regular final final ironic ironic even even bold bold silent silent
        furious sly careful blithe quick fluffy slow quiet ruthless thin close dogged daring brave stealthy permanent enticing idle busy
        """);

    /// <summary>The nouns of business come more often.</summary>
    public static readonly string[] Nouns = Split(
        """
        packages packages packages packages requests requests requests requests requests requests accounts accounts accounts accounts deposits deposits deposits deposits
        foxes foxes ideas ideas theodolites theodolites instructions instructions dependencies dependencies excuses excuses platelets asymptotes
        courts dolphins multipliers warthogs frets dinos attainments patterns forges braids frays warhorses dugouts epitaphs pearls tithes waters
        orbits gifts sheaves depths sentiments decoys realms pains grouches escapades
        """);

    public static readonly string[] Verbs = Split(
        """
        sleep wake are cajole haggle nag use boost affix detect integrate maintain nod was lose sublate solve thrash promise engage hinder print doze
        run dazzle snooze doubt unwind kindle play hang believe doubt
        """);

    public static readonly string[] Adverbs = Split(
        """
        sometimes always never furiously slyly carefully blithely quickly fluffily slowly quietly ruthlessly thinly closely doggedly daringly
        bravely stealthily permanently enticingly idly busily regularly finally ironically evenly boldly silently
        """);

    public static readonly string[] Prepositions = Split(
        "about above across after against along among around at atop before behind beneath beside between beyond by despite during except for from inside into near of on outside over past since through to toward under until upon without");

    private static string[] Split(string words) => words.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
